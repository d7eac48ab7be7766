/** From a command line to a command, and from an error to an exit code. */

import { createRequire } from "node:module";
import { join } from "node:path";
import { AbortedError, TasbError } from "../errors.js";
import { packageRoot } from "../package_root.js";
import { commonOptions, parseArguments } from "./arguments.js";
import { askCommand } from "./ask_command.js";
import { chatCommand } from "./chat_command.js";
import type { Command, CommandIo, CommandOption, ExitCode } from "./command.js";
import { doctorCommand } from "./doctor_command.js";
import { evaluateCommand } from "./evaluate_command.js";
import { indexCommand } from "./index_command.js";
import { modelCommands } from "./model_command.js";
import { pullCommand } from "./pull_command.js";
import { pushCommand } from "./push_command.js";
import { searchCommand } from "./search_command.js";
import { printable } from "./terminal.js";
import { UsageError } from "./usage_error.js";

/** All commands, in the order of the help. */
export const commands: readonly Command[] = [
  indexCommand,
  searchCommand,
  askCommand,
  chatCommand,
  pushCommand,
  pullCommand,
  evaluateCommand,
  ...modelCommands,
  doctorCommand,
];

function version(): string {
  const about: unknown = createRequire(join(packageRoot, "package.json"))("./package.json");
  return typeof about === "object" && about !== null && "version" in about
    ? String(about.version)
    : "";
}

/** The command whose name begins the words, with the words after it. */
function findCommand(argv: readonly string[]): { command: Command; rest: string[] } | undefined {
  // `model download` before `model`.
  for (const words of [2, 1]) {
    const name = argv.slice(0, words).join(" ");
    const command = commands.find((one) => one.name === name);
    if (command !== undefined) return { command, rest: argv.slice(words) };
  }
  return undefined;
}

function overview(io: CommandIo): string {
  const { stdout } = io;
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    `${stdout.style("bold", "tasb")} ${version()}: search your own documents, on this machine`,
    "",
    "Usage: tasb COMMAND [options]",
    "",
    ...commands.map(({ name, summary }) => {
      return `  ${stdout.style("cyan", name.padEnd(width))}  ${summary}`;
    }),
    "",
    "tasb COMMAND --help tells more. Exit codes: 0 done, 1 failed, 2 wrong usage.",
    "",
  ].join("\n");
}

/** The help of one command. */
export function helpOf(command: Command): string {
  const all: Record<string, CommandOption> = { ...command.options, ...commonOptions };
  const options = Object.entries(all).map(([name, { short, placeholder, help }]) => {
    const letter = short === undefined ? "    " : `-${short}, `;
    const value = placeholder === undefined ? "" : ` ${placeholder}`;
    return { left: `${letter}--${name}${value}`, help };
  });
  const width = Math.max(...options.map(({ left }) => left.length));
  return [
    `Usage: tasb ${command.usage}`,
    "",
    `${command.summary[0]?.toUpperCase() ?? ""}${command.summary.slice(1)}.`,
    "",
    ...options.map(({ left, help }) => `  ${left.padEnd(width)}  ${help}`),
    ...(command.details === undefined ? [] : ["", command.details]),
    "",
  ].join("\n");
}

/** Runs one command line. Never throws. */
export async function runProgram(argv: readonly string[], io: CommandIo): Promise<ExitCode> {
  const found = findCommand(argv);
  try {
    const first = argv[0];
    if (found === undefined) {
      if (first === undefined || first === "--help" || first === "-h" || first === "help") {
        io.stdout.write(overview(io));
        return first === undefined ? 2 : 0;
      }
      if (first === "--version" || first === "-v") {
        io.stdout.line(version());
        return 0;
      }
      throw new UsageError(`There is no command \`${argv.slice(0, 2).join(" ")}\`.`);
    }
    if (found.rest.includes("--help") || found.rest.includes("-h")) {
      io.stdout.write(helpOf(found.command));
      return 0;
    }
    const args = parseArguments(found.command, found.rest);
    return (await found.command.run(args, io)) ?? 0;
  } catch (error) {
    return report(error, found?.command, argv.includes("--debug"), io);
  }
}

function report(
  error: unknown,
  command: Command | undefined,
  debug: boolean,
  { stderr, signal }: CommandIo,
): ExitCode {
  if (error instanceof AbortedError && signal.aborted) {
    stderr.line("Stopped.");
    return 1;
  }
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof TasbError ? ` [${error.code}]` : "";
  stderr.line(`${stderr.style("red", "tasb:")} ${printable(message)}${code}`);
  if (error instanceof UsageError) {
    const usage = command === undefined ? "tasb --help" : `tasb ${command.usage}`;
    stderr.line(`Usage: ${usage}`);
    return 2;
  }
  if (debug && error instanceof Error) {
    stderr.line(printable(error.stack ?? ""));
    for (let { cause } = error; cause instanceof Error; { cause } = cause) {
      stderr.line(`Caused by: ${printable(cause.stack ?? cause.message)}`);
    }
  } else if (!(error instanceof TasbError)) {
    stderr.line("Run it again with --debug to see where this comes from.");
  }
  return 1;
}
