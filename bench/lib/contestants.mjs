// Contestants, each in a process of its own: none warms another's caches, holds up its event loop or
// counts in its memory. A contestant prepares once and then answers tasks one at a time, so that the
// repetitions of all can take turns: a slow minute of the machine falls on each of them.
//
// The child's side is serve.mjs, or serve.py for Python.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** Every library's own way to be told how many threads it may use. */
function threadVariables(threads) {
  const names = [
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "NUMBA_NUM_THREADS",
    "RAYON_NUM_THREADS",
    "BENCH_THREADS",
  ];
  return Object.fromEntries(names.map((name) => [name, String(threads)]));
}

/** One contestant's process. */
export class Contestant {
  name;
  #child;
  #answers;
  #errors = "";

  /**
   * @param {{ name: string, script: string, args?: string[], threads: number, python?: string,
   *   env?: Record<string, string> }} how `script`: a program that calls `serve`; run by `python` where
   *   that is given, else by this Node.js with `--expose-gc`. `env`: variables of that process alone
   */
  constructor({ name, script, args = [], threads, python, env = {} }) {
    this.name = name;
    const [command, first] =
      python === undefined
        ? [process.execPath, ["--expose-gc", "--max-old-space-size=12000"]]
        : [python, ["-u"]];
    this.#child = spawn(command, [...first, script, ...args], {
      env: { ...process.env, ...threadVariables(threads), PYTHONDONTWRITEBYTECODE: "1", ...env },
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#child.on("error", (error) => (this.#errors += String(error)));
    // A dead child's pipe: what is told is its standard error, below.
    this.#child.stdin.on("error", () => {});
    this.#child.stderr.on("data", (chunk) => (this.#errors = (this.#errors + chunk).slice(-4000)));
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /**
   * @param {string} task a name that the script serves
   * @param {unknown} [input] anything JSON can hold
   * @returns {Promise<any>} what the task returned
   */
  async ask(task, input = null) {
    this.#child.stdin.write(`${JSON.stringify({ task, input })}\n`);
    for (;;) {
      const { value, done } = await this.#answers.next();
      if (done === true) throw new Error(`${this.name} ended: ${lastLine(this.#errors)}`);
      // Libraries print what they like; answers are marked.
      if (!value.startsWith(ANSWER)) continue;
      const { result, error } = JSON.parse(value.slice(ANSWER.length));
      if (error !== undefined) throw new Error(`${this.name}, ${task}: ${error}`);
      return result;
    }
  }

  async stop() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once("close", resolve));
    this.#child.stdin.end();
    const late = setTimeout(() => this.#child.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(late);
  }
}

/** Marks the lines of standard output that are answers; the same in serve.mjs and serve.py. */
export const ANSWER = "\u0001";

/** The line that names the error; the last one of a stack trace does not. */
function lastLine(text) {
  const lines = text.trim().split("\n");
  return (
    lines.findLast((line) => /^\S*(Error|Exception)\b.*:/.test(line)) ?? (lines.at(-1) || "killed")
  );
}

/**
 * Starts contestants one after the other and asks each to prepare. One that cannot start or prepare
 * (a package that is not installed) is left out, with a note.
 *
 * @param {{ name: string, script: string, [key: string]: any }[]} descriptions of `Contestant`
 * @param {unknown} input of the task `prepare`
 * @returns {Promise<Map<string, { contestant: Contestant, prepared: any }>>}
 */
export async function prepareAll(descriptions, input, { report, progress }) {
  const ready = new Map();
  for (const description of descriptions) {
    const contestant = new Contestant(description);
    try {
      progress(`${contestant.name} prepares`);
      ready.set(contestant.name, { contestant, prepared: await contestant.ask("prepare", input) });
    } catch (error) {
      report.note(`Left out: ${error.message}`);
      progress(`left out: ${error.message}`);
      await contestant.stop();
    }
  }
  return ready;
}

/**
 * Asks each contestant in turn, `rounds` times, each round beginning with another one.
 *
 * @param {Contestant[]} contestants
 * @param {() => Promise<void>} afterRound measures of the machine that belong to the round
 * @returns {Promise<Map<string, any[]>>} the answers by contestant
 */
export async function interleaved(contestants, rounds, task, input, afterRound = async () => {}) {
  const answers = new Map(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (let i = 0; i < contestants.length; i += 1) {
      const contestant = contestants[(round + i) % contestants.length];
      answers.get(contestant.name).push(await contestant.ask(task, input));
    }
    await afterRound();
  }
  return answers;
}
