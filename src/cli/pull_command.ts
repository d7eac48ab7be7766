/** `tasb pull`: a collection of a Weaviate cluster as an index on this machine. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { saveCollection } from "../collection/collection_snapshot.js";
import { compareCollections } from "../collection/compare_collections.js";
import { LocalCollection } from "../collection/local_collection.js";
import { CollectionUnavailableError } from "../errors.js";
import { readBm25Record } from "../langchain/model_record.js";
import { MANIFEST_NAME } from "../storage/snapshot_manifest.js";
import { WeaviateCollection } from "../weaviate/weaviate_collection.js";
import { expectPositionals, flag } from "./arguments.js";
import type { Command } from "./command.js";
import { comparisonLines } from "./comparison_lines.js";
import { formatCount } from "./progress_bar.js";
import { printable } from "./terminal.js";
import { UsageError } from "./usage_error.js";
import { API_KEY_NOTE, readWeaviateOptions, weaviateOptions } from "./weaviate_options.js";

export const pullCommand: Command = {
  name: "pull",
  summary: "copy a collection of a Weaviate cluster into an index",
  usage: "pull --index DIR --weaviate URL [options]",
  options: {
    ...weaviateOptions,
    replace: { type: "boolean", help: "replace an index that is there" },
  },
  details:
    "Nothing is embedded again; the new index is searched with the model that the collection names.\n" +
    "At the end counts, a sample of passages and a sample of exact searches are compared. The\n" +
    `collection must not be changed meanwhile. ${API_KEY_NOTE}\n\n` +
    "Example: tasb pull --index copy --weaviate http://10.0.0.1:8080",
  async run(args, io) {
    expectPositionals(args, "nothing", 0);
    const { directory, options } = readWeaviateOptions(args);
    const { stderr, signal } = io;
    if (existsSync(join(directory, MANIFEST_NAME)) && !flag(args, "replace")) {
      throw new UsageError(`There is an index at \`${directory}\` already; --replace replaces it.`);
    }
    const record = await WeaviateCollection.inspect(options);
    if (record === undefined) {
      throw new CollectionUnavailableError(
        `There is no collection \`${options.name}\` in the Weaviate server.`,
      );
    }
    const bm25 = readBm25Record(record.extra);
    const withBm25 = bm25 === undefined ? {} : { bm25 };
    await using remote = await WeaviateCollection.connect({ ...options, ...withBm25 });
    await saveCollection(remote, directory, { extra: record.extra, signal });
    const local = await LocalCollection.load(directory, { signal, ...withBm25 });
    try {
      stderr.line(`${formatCount(local.size)} passages are in \`${directory}\`.`);
      const comparison = await compareCollections(local, remote, signal);
      const { lines, same } = comparisonLines(comparison, record.index === "flat", "pull");
      for (const line of lines) stderr.line(printable(line));
      return same ? 0 : 1;
    } finally {
      await local.close();
    }
  },
};
