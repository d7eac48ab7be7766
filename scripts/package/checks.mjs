// Checks with one printed line each: `OK` with what was found, or `FAIL` with what went wrong.
import { spawnSync } from "node:child_process";

export class Checks {
  /** The lines printed so far. */
  lines = [];
  passed = 0;
  /** Titles of what failed. */
  failed = [];

  /** Runs `action`; a text that it returns is shown after the title. */
  check(title, action) {
    try {
      const note = action();
      this.passed += 1;
      this.#print(`OK    ${title}${note ? `: ${note}` : ""}`);
    } catch (error) {
      this.failed.push(title);
      this.#print(`FAIL  ${title}: ${error.message}`);
    }
  }

  #print(line) {
    this.lines.push(line);
    console.log(line);
  }
}

export function assert(condition, message) {
  if (!condition) throw new Error(message);
}

/** Settings of the npm that runs this script are none of the consumer's. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)),
);

/**
 * Runs a program to its end and gives what it printed. Where it fails, the error says the end of that,
 * and `output` holds all of it.
 */
export function run(command, args, cwd, settings = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    timeout: 300_000,
    maxBuffer: 64 << 20,
    env: { ...environment, ...settings },
  });
  if (status === 0) return stdout;
  const output = `${stdout ?? ""}\n${stderr ?? ""}`.trim();
  const tail = output.split("\n").slice(-12).join("\n");
  const failure = new Error(error?.message ?? `exit code ${String(status)}\n${tail}`);
  throw Object.assign(failure, { output });
}
