// The child's side of contestants.mjs in Node.js.
import { createInterface } from "node:readline";

import { ANSWER } from "./contestants.mjs";

/** Threads a contestant may use. */
export const threads = Number(process.env.BENCH_THREADS);

/**
 * Answers tasks from standard input, one at a time, until it ends.
 *
 * @param {Record<string, (input: any) => unknown>} tasks by name; `prepare` is asked first
 */
export async function serve(tasks) {
  for await (const line of createInterface({ input: process.stdin })) {
    const { task, input } = JSON.parse(line);
    let answer;
    try {
      if (tasks[task] === undefined) throw new Error(`There is no task ${task}.`);
      answer = { result: (await tasks[task](input)) ?? null };
    } catch (error) {
      answer = { error: error instanceof Error ? error.message : String(error) };
    }
    process.stdout.write(`${ANSWER}${JSON.stringify(answer)}\n`);
  }
  // Some libraries keep threads or timers that would hold the process.
  process.exit(0);
}
