/** `tasb doctor`: what may stand in the way, and what helps. */

import { constants } from "node:fs";
import { access, mkdir, readdir, stat, statfs } from "node:fs/promises";
import { availableParallelism, freemem, totalmem } from "node:os";
import { join } from "node:path";
import { cacheFolders, readEnvironment } from "../system/environment.js";
import { hubStatus } from "../model/hub/hub_status.js";
import { resolveModel, TASB_REPOSITORIES } from "../model/resolve_model.js";
import { flag } from "./arguments.js";
import type { Command } from "./command.js";
import { tryModel } from "./model_command.js";
import { formatBytes } from "./progress_bar.js";
import { printable } from "./terminal.js";

/** One finding. A problem stops the package from working; a warning does not. */
export interface Finding {
  what: string;
  state: "ok" | "warning" | "problem";
  detail: string;
  /** What to do about it. */
  cure?: string;
}

/** Milliseconds that the hub may take to answer. */
const HUB_PATIENCE = 5000;
const LEAST_MEMORY = 1e9;

function checkNode(): Finding {
  const [major = 0] = process.versions.node.split(".").map(Number);
  return major >= 20
    ? { what: "Node.js", state: "ok", detail: process.versions.node }
    : {
        what: "Node.js",
        state: "problem",
        detail: `${process.versions.node} is too old`,
        cure: "Install Node.js 20 or newer: https://nodejs.org",
      };
}

function checkPlatform(): Finding {
  const { platform, arch } = process;
  const name = `${platform}-${arch}`;
  const header = (process.report.getReport() as { header?: { glibcVersionRuntime?: string } })
    .header;
  if (platform === "linux" && header?.glibcVersionRuntime === undefined) {
    return {
      what: "Platform",
      state: "problem",
      detail: `${name} with musl: onnxruntime-node has no build for it`,
      cure: "Use an image with glibc, such as node:22-slim instead of node:22-alpine.",
    };
  }
  const built = ["linux-x64", "linux-arm64", "darwin-arm64", "win32-x64", "win32-arm64"];
  if (!built.includes(name)) {
    return {
      what: "Platform",
      state: "problem",
      detail: `${name}: onnxruntime-node has no build for it`,
      cure:
        name === "darwin-x64"
          ? "On a Mac with an Intel processor, run it in a Linux container. `langchain-tasb/bm25` works as it is."
          : "Run it on one of these: " +
            `${built.join(", ")}. \`langchain-tasb/bm25\` works as it is.`,
    };
  }
  return { what: "Platform", state: "ok", detail: name };
}

async function checkEngine(): Promise<Finding> {
  try {
    const { dimension, milliseconds } = await tryModel("tasb-mini");
    return {
      what: "Engine",
      state: "ok",
      detail: `tasb-mini gives ${dimension} numbers for a query in ${milliseconds.toFixed(1)} ms`,
    };
  } catch (error) {
    return {
      what: "Engine",
      state: "problem",
      detail: error instanceof Error ? error.message : String(error),
      cure: "Install it again: ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node",
    };
  }
}

async function checkInt8(): Promise<Finding> {
  try {
    const { milliseconds } = await tryModel("tasb-mini", "int8");
    return {
      what: "int8",
      state: "ok",
      detail: `close to fp32 on this processor; ${milliseconds.toFixed(1)} ms a query`,
    };
  } catch (error) {
    return {
      what: "int8",
      state: "warning",
      detail: error instanceof Error ? error.message : String(error),
      cure: "Use fp32, which is the default.",
    };
  }
}

async function checkTasb(): Promise<Finding> {
  try {
    const { directory } = await resolveModel("tas-b", { offline: true });
    return { what: "TAS-B", state: "ok", detail: directory };
  } catch {
    return {
      what: "TAS-B",
      state: "ok",
      detail: "not on this machine yet; fetched when first used",
      cure: "To fetch it now: tasb model download tas-b",
    };
  }
}

function checkMachine(): Finding[] {
  const threads = availableParallelism();
  // Inside a container the limit counts, not the machine.
  const limit = process.constrainedMemory();
  const memory = limit > 0 && limit < totalmem() ? limit : totalmem();
  const low = memory < LEAST_MEMORY;
  return [
    { what: "Threads", state: "ok", detail: String(threads) },
    {
      what: "Memory",
      state: low ? "warning" : "ok",
      detail: `${formatBytes(memory)}, ${formatBytes(Math.min(memory, freemem()))} free`,
      ...(low && { cure: "TAS-B needs about 1 GB. tasb-mini needs far less: --model tasb-mini" }),
    },
  ];
}

async function folderSize(folder: string): Promise<number> {
  let bytes = 0;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += await folderSize(path);
    else if (entry.isFile()) bytes += (await stat(path)).size;
  }
  return bytes;
}

async function checkCache(): Promise<Finding> {
  const { converted } = cacheFolders();
  try {
    await mkdir(converted, { recursive: true });
    await access(converted, constants.W_OK);
    const { bavail, bsize } = await statfs(converted);
    const free = bavail * bsize;
    const detail = `${converted}, ${formatBytes(await folderSize(converted))} used, ${formatBytes(free)} free`;
    if (free > 1e9) return { what: "Cache", state: "ok", detail };
    return {
      what: "Cache",
      state: "warning",
      detail,
      cure: "TAS-B needs about 600 MB. Set TASB_CACHE and HF_HOME to a folder with more room.",
    };
  } catch {
    return {
      what: "Cache",
      state: "warning",
      detail: `${converted} cannot be written`,
      cure: "Set TASB_CACHE to a folder of yours; without one, models are converted at each start.",
    };
  }
}

async function checkHub(): Promise<Finding> {
  const { hubEndpoint, offline } = readEnvironment();
  if (offline) {
    return { what: "Hub", state: "ok", detail: "not asked: HF_HUB_OFFLINE is set" };
  }
  const { endpoint, reachable, reason } = await hubStatus(hubEndpoint, TASB_REPOSITORIES[0]!, {
    timeout: HUB_PATIENCE,
  });
  if (reachable) return { what: "Hub", state: "ok", detail: `${endpoint} answers` };
  return {
    what: "Hub",
    state: "warning",
    detail: `${endpoint} cannot be used: ${reason}`,
    cure:
      "Needed only to download models. Use --model tasb-mini (built in) or a directory, or set " +
      "HF_ENDPOINT to a mirror.",
  };
}

const MARKS = {
  ok: ["green", "ok"],
  warning: ["yellow", "warning"],
  problem: ["red", "problem"],
} as const;

export const doctorCommand: Command = {
  name: "doctor",
  summary: "check this machine and say what to do about problems",
  usage: "doctor [options]",
  options: { json: { type: "boolean", help: "print one JSON array of findings" } },
  async run(args, io) {
    const findings: Finding[] = [
      checkNode(),
      checkPlatform(),
      await checkEngine(),
      await checkInt8(),
      ...checkMachine(),
      await checkCache(),
      await checkTasb(),
      await checkHub(),
    ];
    const { stdout } = io;
    if (flag(args, "json")) {
      stdout.line(JSON.stringify(findings, undefined, 2));
    } else {
      for (const { what, state, detail, cure } of findings) {
        const [style, mark] = MARKS[state];
        stdout.line(
          `${what.padEnd(9)} ${stdout.style(style, mark.padEnd(8))} ${printable(detail)}`,
        );
        if (cure !== undefined) stdout.line(`${" ".repeat(19)}${cure}`);
      }
    }
    return findings.some(({ state }) => state === "problem") ? 1 : 0;
  },
};
