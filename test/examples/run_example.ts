import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../examples/", import.meta.url));

/** Settings of the person who runs the tests must not reach an example. */
function environment(settings: Record<string, string>): NodeJS.ProcessEnv {
  const names = ["CHAT_MODEL", "CHAT_BASE_URL", "OPENAI_API_KEY", "OPENAI_BASE_URL"];
  const rest = Object.entries(process.env).filter(([name]) => !names.includes(name));
  return { ...Object.fromEntries(rest), ...settings };
}

/** Starts an example; the caller ends it. */
export function startExample(
  name: string,
  args: string[] = [],
  settings: Record<string, string> = {},
): ChildProcess {
  return spawn(process.execPath, [`${folder}${name}`, ...args], { env: environment(settings) });
}

/** Runs an example to its end. @returns what it printed; throws where it failed or warned */
export async function runExample(
  name: string,
  args: string[] = [],
  settings: Record<string, string> = {},
): Promise<string> {
  const child = startExample(name, args, settings);
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (data: Buffer) => (stdout += data.toString()));
  child.stderr?.on("data", (data: Buffer) => (stderr += data.toString()));
  const code = await new Promise((done, failed) => {
    child.on("error", failed);
    child.on("close", done);
  });
  if (code !== 0 || stderr !== "") throw new Error(`${name} ended with ${String(code)}: ${stderr}`);
  return stdout;
}

/** The address that a server prints once it listens. */
export async function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let stdout = "";
    let stderr = "";
    child.stderr?.on("data", (data: Buffer) => (stderr += data.toString()));
    child.stdout?.on("data", (data: Buffer) => {
      stdout += data.toString();
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(stdout)?.[0];
      if (address !== undefined) found(address);
    });
    child.on("close", (code) => failed(new Error(`It ended with ${String(code)}: ${stderr}`)));
  });
}

/** Asks a program to end, and waits until it has. */
export async function stop(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  return new Promise((done) => {
    child.once("close", done);
    child.kill("SIGTERM");
  });
}
