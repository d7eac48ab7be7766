/** How the commands of `tasb model` name their model. */

import { expectPositionals, flag, stringOption } from "./arguments.js";
import type { CommandArguments, CommandIo, CommandOption } from "./command.js";
import { downloadProgress } from "./open_index.js";

/** Options that say where a model comes from. */
export const sourceOptions = {
  revision: { type: "string", placeholder: "REV", help: "branch, tag or commit (default main)" },
  "cache-dir": { type: "string", placeholder: "DIR", help: "where models are kept" },
  offline: { type: "boolean", help: "use only what is on this machine" },
} as const satisfies Record<string, CommandOption>;

/** The option that says how to compute with it. */
export const precisionOption = {
  precision: { type: "string", placeholder: "P", help: "fp32 (default) or int8" },
} as const satisfies Record<string, CommandOption>;

/** What the arguments say about the model, for `prepareModel`. */
export function sourceOf(args: CommandArguments, io: CommandIo) {
  const [model = ""] = expectPositionals(args, "a model's name or directory", 1);
  return {
    model,
    revision: stringOption(args, "revision"),
    cacheDir: stringOption(args, "cache-dir"),
    ...(flag(args, "offline") && { offline: true }),
    signal: io.signal,
    onProgress: downloadProgress(io),
  };
}
