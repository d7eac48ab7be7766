// What `tasb doctor` says of an installation that lacks the engine, and how it is mended.
import { renameSync, rmSync, cpSync } from "node:fs";
import { join } from "node:path";
import { assert, run } from "./checks.mjs";

/** The findings of `tasb doctor`, and its exit code. */
function doctor(consumer) {
  let output;
  try {
    output = consumer.run("npx", ["--no-install", "tasb", "doctor", "--json"]);
  } catch (error) {
    ({ output } = error);
  }
  return JSON.parse(output.slice(output.indexOf("[")));
}

function engineOf(findings) {
  return findings.find(({ what }) => what === "Engine");
}

export function checkDoctor(checks, consumer) {
  checks.check("tasb --help", () => void consumer.run("npx", ["--no-install", "tasb", "--help"]));
  checks.check("tasb doctor finds no problem", () => {
    const findings = doctor(consumer);
    const problems = findings.filter(({ state }) => state === "problem");
    assert(findings.length > 5 && problems.length === 0, JSON.stringify(problems));
  });
  const engine = join(consumer.folder, "node_modules/onnxruntime-node");
  const aside = join(consumer.folder, "engine");
  const named = () => {
    const { state, detail, cure } = engineOf(doctor(consumer));
    assert(state === "problem", `${state}: ${detail}`);
    assert(cure.includes("ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node"), cure);
    return cure;
  };
  renameSync(engine, aside);
  checks.check("tasb doctor names the cure where onnxruntime-node is not installed", named);
  cpSync(aside, engine, { recursive: true, filter: (path) => !/[\\/]bin(?:$|[\\/])/.test(path) });
  checks.check("tasb doctor names the cure where its native files are missing", named);
  rmSync(engine, { recursive: true });
  renameSync(aside, engine);
}

/** An installation that runs the dependencies' scripts, with the setting that the README gives. */
export function checkInstallScripts(checks, consumer, specifiers) {
  const install = ["install", "--ignore-scripts=false", "--no-audit", "--no-fund", ...specifiers];
  checks.check("npm install with scripts, ONNXRUNTIME_NODE_INSTALL=skip", () => {
    run("npm", install, consumer.folder, { ONNXRUNTIME_NODE_INSTALL: "skip" });
    assert(engineOf(doctor(consumer)).state === "ok", "the engine does not work");
  });
}
