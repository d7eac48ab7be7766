// The machine and the versions a figure was measured with.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** Instruction sets that decide how fast the engines' kernels are. */
const INSTRUCTION_SETS = ["avx2", "avx512f", "avx512_vnni", "avx_vnni", "amx_int8", "amx_bf16"];

export function describeMachine() {
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    instructions: instructionSets(),
    system: `${process.platform} ${process.arch}`,
    node: process.version,
    onnxruntime: version("onnxruntime-node"),
    commit: commit(),
  };
}

/** @returns the description in one line, as the head of a report */
export function machineLine(machine, threads) {
  const { date, cpu, cores, memoryGiB, instructions, system, node, onnxruntime } = machine;
  const sets = instructions.length === 0 ? "" : ` (${instructions.join(", ")})`;
  return (
    `${date}, ${cpu}${sets}, ${cores} cores, ${memoryGiB} GiB, ${system}, Node.js ${node}, ` +
    `ONNX Runtime ${onnxruntime}, ${threads} threads each, commit ${machine.commit}`
  );
}

function instructionSets() {
  try {
    const flags = /^flags\s*:(.*)$/m.exec(readFileSync("/proc/cpuinfo", "utf8"))?.[1] ?? "";
    const known = new Set(flags.trim().split(" "));
    return INSTRUCTION_SETS.filter((name) => known.has(name));
  } catch {
    return []; // Only Linux tells it in a file.
  }
}

function version(name) {
  const file = join(root, "node_modules", name, "package.json");
  return JSON.parse(readFileSync(file, "utf8")).version;
}

function commit() {
  try {
    const options = { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] };
    const id = execFileSync("git", ["rev-parse", "--short", "HEAD"], options).trim();
    const changed = execFileSync("git", ["status", "--porcelain", "--", "src"], options) !== "";
    return changed ? `${id} with changes` : id;
  } catch {
    return "unknown";
  }
}
