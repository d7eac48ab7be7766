#!/usr/bin/env node
/** The program `tasb`. */

import { runProgram } from "./program.js";
import { Terminal } from "./terminal.js";

const interrupt = new AbortController();
process.on("SIGINT", () => {
  // Asked twice: the person does not want to wait for a clean end.
  if (interrupt.signal.aborted) process.exit(130);
  interrupt.abort();
});
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // `tasb search … | head` closes the pipe early: that is no failure. A full disk is one.
  if (error.code === "EPIPE") process.exit(0);
  new Terminal(process.stderr).line(`tasb: The output cannot be written: ${error.message}`);
  process.exit(1);
});
// Messages that nobody can read stop no work: its exit code tells how it went.
process.stderr.on("error", () => {});

void runProgram(process.argv.slice(2), {
  stdout: new Terminal(process.stdout),
  stderr: new Terminal(process.stderr),
  signal: interrupt.signal,
}).then((code) => {
  // Not `process.exit`: what is written must reach the pipe.
  process.exitCode = code;
});
