/** What a command of the `tasb` program is. */

import type { Terminal } from "./terminal.js";

/** 0 done, 1 failed, 2 wrong usage. */
export type ExitCode = 0 | 1 | 2;

/** One option of a command, in the terms of `parseArgs` of `node:util`. */
export interface CommandOption {
  type: "string" | "boolean";
  /** One letter, for `-k 10`. */
  short?: string;
  /** May be given several times; the value is then an array. */
  multiple?: boolean;
  /** Shown in the help after the name: `--index DIR`. Strings only. */
  placeholder?: string;
  /** One line for the help: what it does, its range and its default. */
  help: string;
}

/** What was given after the command's name. Read it with the functions of `arguments.ts`. */
export interface CommandArguments {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
}

/** What a command may use of the outside world besides the files it was given. */
export interface CommandIo {
  /** Results: whole lines, written as they are. */
  readonly stdout: Terminal;
  /** Progress and messages. */
  readonly stderr: Terminal;
  /** What a person types. Default: the process's own. */
  readonly stdin?: NodeJS.ReadableStream;
  /** Fires on Ctrl-C; a command hands it to whatever takes long. */
  readonly signal: AbortSignal;
}

/** One command: `tasb NAME …`. A name may have two words (`model download`). */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** The usage without the program's name: `index PATH… --index DIR [options]`. */
  readonly usage: string;
  /** Further help, after the options: examples, formats. */
  readonly details?: string;
  readonly options: Readonly<Record<string, CommandOption>>;
  /**
   * Does the work. Results go to `io.stdout`, all else to `io.stderr`.
   *
   * @returns the exit code; 0 when nothing is returned
   * @throws UsageError for wrong arguments (exit code 2); any other error is printed with its code
   *   (exit code 1)
   */
  run(args: CommandArguments, io: CommandIo): Promise<ExitCode | void>;
}
