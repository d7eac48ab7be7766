/** Reading the options of a command: each function checks one kind and names what was wrong. */

import { parseArgs } from "node:util";
import { describe } from "../errors.js";
import type { Command, CommandArguments } from "./command.js";
import { UsageError } from "./usage_error.js";

/** Options that every command has. */
export const commonOptions = {
  help: { type: "boolean", short: "h", help: "show this help" },
  debug: { type: "boolean", help: "show the stack of an error" },
} as const;

/**
 * Splits what follows the command's name into options and positionals.
 *
 * @throws UsageError for an option that the command does not have, or one without its value
 */
export function parseArguments(command: Command, argv: readonly string[]): CommandArguments {
  const options: Record<
    string,
    { type: "string" | "boolean"; short?: string; multiple?: boolean }
  > = {};
  for (const [name, option] of Object.entries({ ...command.options, ...commonOptions })) {
    options[name] = {
      type: option.type,
      ...("short" in option && option.short !== undefined && { short: option.short }),
      ...("multiple" in option && option.multiple === true && { multiple: true }),
    };
  }
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options,
      allowPositionals: true,
      strict: true,
    });
    return { values, positionals };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** The value of a text option, or `undefined`. */
export function stringOption(args: CommandArguments, name: string): string | undefined {
  const value = args.values[name];
  if (value === undefined) return undefined;
  if (typeof value !== "string" || value === "") {
    throw new UsageError(`Expected a value after \`--${name}\`, got ${describe(value)}.`);
  }
  return value;
}

/** The value of a text option that must be there. */
export function requiredOption(args: CommandArguments, name: string): string {
  const value = stringOption(args, name);
  if (value === undefined) throw new UsageError(`\`--${name}\` is missing.`);
  return value;
}

/** All values of an option that may be repeated, in the order given. */
export function repeatedOption(args: CommandArguments, name: string): string[] {
  const value = args.values[name];
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** Whether a flag was given. */
export function flag(args: CommandArguments, name: string): boolean {
  return args.values[name] === true;
}

/** A whole number between `minimum` and `maximum`, or `undefined` where the option is absent. */
export function integerOption(
  args: CommandArguments,
  name: string,
  minimum = 1,
  maximum: number = Number.MAX_SAFE_INTEGER,
): number | undefined {
  const text = stringOption(args, name);
  if (text === undefined) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value) || value < minimum || value > maximum) {
    const range =
      maximum === Number.MAX_SAFE_INTEGER
        ? `of at least ${minimum}`
        : `from ${minimum} to ${maximum}`;
    throw new UsageError(
      `Expected \`--${name}\` to be a whole number ${range}, got ${describe(text)}.`,
    );
  }
  return value;
}

/** A finite number, or `undefined` where the option is absent. */
export function numberOption(args: CommandArguments, name: string): number | undefined {
  const text = stringOption(args, name);
  if (text === undefined) return undefined;
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) {
    throw new UsageError(`Expected \`--${name}\` to be a number, got ${describe(text)}.`);
  }
  return value;
}

/** One of a few words, or `undefined` where the option is absent. */
export function choiceOption<T extends string>(
  args: CommandArguments,
  name: string,
  choices: readonly T[],
): T | undefined {
  const text = stringOption(args, name);
  if (text === undefined) return undefined;
  const choice = choices.find((one) => one === text);
  if (choice === undefined) {
    throw new UsageError(
      `Expected \`--${name}\` to be one of ${choices.join(", ")}, got ${describe(text)}.`,
    );
  }
  return choice;
}

/** Checks how many positionals were given. `names` is for the message: `PATH`. */
export function expectPositionals(
  args: CommandArguments,
  names: string,
  minimum: number,
  maximum: number = minimum,
): readonly string[] {
  const count = args.positionals.length;
  if (count < minimum) throw new UsageError(`Expected ${names}, got nothing.`);
  if (count > maximum) {
    throw new UsageError(
      `Expected ${maximum === 0 ? "no further words" : names}, got ` +
        `${count} words (quote a question that has several).`,
    );
  }
  return args.positionals;
}
