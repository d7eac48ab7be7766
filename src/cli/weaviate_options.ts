/** Options of the commands that speak to Weaviate servers. */

import { readEnvironment } from "../system/environment.js";
import type { WeaviateCollectionOptions } from "../weaviate/weaviate_options.js";
import { numberOption, repeatedOption, requiredOption, stringOption } from "./arguments.js";
import type { CommandArguments, CommandOption } from "./command.js";
import { UsageError } from "./usage_error.js";

export const weaviateOptions: Record<string, CommandOption> = {
  index: { type: "string", placeholder: "DIR", help: "where the index is (needed)" },
  weaviate: {
    type: "string",
    multiple: true,
    placeholder: "URL",
    help: "a server, http://HOST:PORT, with ?grpc=PORT where that is not 50051 (needed; repeatable)",
  },
  name: {
    type: "string",
    placeholder: "NAME",
    help: "the collection's name in Weaviate: a capital, then letters, digits and _ (Passages)",
  },
  timeout: {
    type: "string",
    placeholder: "SECONDS",
    help: "how long one call may take, from 0.1 (10)",
  },
};

export const API_KEY_NOTE = "An API key is taken from the environment variable WEAVIATE_API_KEY.";

/** The index's folder, and how the servers are reached. */
export function readWeaviateOptions(args: CommandArguments): {
  directory: string;
  options: WeaviateCollectionOptions;
} {
  const directory = requiredOption(args, "index");
  const hosts = repeatedOption(args, "weaviate");
  if (hosts.length === 0) throw new UsageError("`--weaviate` is missing.");
  const timeoutSeconds = numberOption(args, "timeout");
  const { weaviateApiKey } = readEnvironment();
  return {
    directory,
    options: {
      hosts,
      name: stringOption(args, "name") ?? "Passages",
      ...(timeoutSeconds !== undefined && { timeoutSeconds }),
      ...(weaviateApiKey !== undefined && { apiKey: weaviateApiKey }),
    },
  };
}
