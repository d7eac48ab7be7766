import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../dist/esm/cli/main.js", import.meta.url));

export interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the built program in `folder` and waits for its end. */
export function tasb(folder: string, ...args: string[]): Promise<Run> {
  return ended(start(folder, args));
}

/** Starts the built program in `folder`. */
export function start(folder: string, args: string[], stdio: StdioOptions = "pipe"): ChildProcess {
  return spawn(process.execPath, [program, ...args], { cwd: folder, stdio });
}

/** Waits for its end, and gives what it wrote. */
export function ended(child: ChildProcess): Promise<Run> {
  return new Promise((resolve, reject) => {
    let stdout = "";
    let stderr = "";
    child.stdout?.on("data", (data: Buffer) => (stdout += String(data)));
    child.stderr?.on("data", (data: Buffer) => (stderr += String(data)));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** A folder that is gone after `use`. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "tasb-cli-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
