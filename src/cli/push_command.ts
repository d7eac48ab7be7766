/** `tasb push`: an index into a Weaviate cluster. Nothing is embedded again. */

import { compareCollections } from "../collection/compare_collections.js";
import { copyCollection } from "../collection/copy_collection.js";
import { LocalCollection } from "../collection/local_collection.js";
import { NotSupportedError } from "../errors.js";
import { readBm25Record } from "../langchain/model_record.js";
import { readManifest } from "../storage/read_snapshot.js";
import { checkFilterFields, type FilterFields } from "../weaviate/filter_fields.js";
import { WeaviateCollection } from "../weaviate/weaviate_collection.js";
import type { WeaviateCollectionOptions } from "../weaviate/weaviate_options.js";
import {
  choiceOption,
  expectPositionals,
  flag,
  integerOption,
  repeatedOption,
} from "./arguments.js";
import type { Command, CommandArguments } from "./command.js";
import { comparisonLines } from "./comparison_lines.js";
import { formatCount, formatDuration, ProgressBar } from "./progress_bar.js";
import { printable } from "./terminal.js";
import { UsageError } from "./usage_error.js";
import { API_KEY_NOTE, readWeaviateOptions, weaviateOptions } from "./weaviate_options.js";

export const pushCommand: Command = {
  name: "push",
  summary: "copy an index into a Weaviate cluster",
  usage: "push --index DIR --weaviate URL [options]",
  options: {
    ...weaviateOptions,
    "filter-field": {
      type: "string",
      multiple: true,
      placeholder: "NAME=KIND",
      help: "metadata that filters may ask for; text, number, boolean, date, or one with [] (repeatable)",
    },
    "vector-index": {
      type: "string",
      placeholder: "I",
      help: "flat (default, exact), hnsw or hnsw-rq (quantized)",
    },
    shards: { type: "string", placeholder: "N", help: "parts, from 1 (one for each server)" },
    replicas: { type: "string", placeholder: "N", help: "copies of each part, from 1 (1)" },
    replace: { type: "boolean", help: "delete what the collection holds before" },
  },
  details:
    "The vectors are those of the index. Passages of the same ids are replaced, so a push that was\n" +
    "stopped is completed by the same command. At the end counts, a sample of passages and a sample\n" +
    `of exact searches are compared. ${API_KEY_NOTE}\n\n` +
    "Example: tasb push --index .tasb --weaviate http://10.0.0.1:8080 --filter-field source=text",
  async run(args, io) {
    expectPositionals(args, "nothing", 0);
    const { directory, options } = readWeaviateOptions(args);
    const layout = readLayout(args);
    const { stderr, signal } = io;
    const { extra } = await readManifest(directory);
    const bm25 = readBm25Record(extra);
    if (bm25?.variant !== undefined && bm25.variant !== "lucene") {
      throw new NotSupportedError(
        `The index has BM25 in the variant ${bm25.variant}; servers know \`lucene\` alone.`,
      );
    }
    const local = await LocalCollection.load(directory, {
      signal,
      ...(bm25 !== undefined && { bm25 }),
    });
    const bar = new ProgressBar(stderr, "Sending");
    try {
      const { dimension, fingerprint } = local;
      await using remote = await WeaviateCollection.connect({
        ...options,
        ...layout,
        dimension,
        fingerprint,
        extra,
        ...(bm25 !== undefined && { bm25 }),
      });
      if (flag(args, "replace")) await remote.delete({ filter: {} });
      const total = local.size;
      const copied = await copyCollection(local, remote, {
        signal,
        onProgress: (done) => bar.update(done / total, `${formatCount(done)} passages`),
      });
      bar.clear();
      stderr.line(`${formatCount(copied)} passages sent in ${formatDuration(bar.seconds)}.`);
      const comparison = await compareCollections(local, remote, signal);
      // The collection's own: one that was there keeps its index.
      const found = await WeaviateCollection.inspect(options);
      const { lines, same } = comparisonLines(comparison, found?.index !== "hnsw", "push");
      for (const line of lines) stderr.line(printable(line));
      return same ? 0 : 1;
    } finally {
      bar.clear();
      await local.close();
    }
  },
};

function readLayout(args: CommandArguments): Partial<WeaviateCollectionOptions> {
  const index = choiceOption(args, "vector-index", ["flat", "hnsw", "hnsw-rq"] as const);
  const shards = integerOption(args, "shards");
  const replicas = integerOption(args, "replicas");
  const filterFields: Record<string, string> = {};
  for (const field of repeatedOption(args, "filter-field")) {
    const at = field.lastIndexOf("=");
    if (at < 1)
      throw new UsageError(`Expected \`--filter-field\` to be NAME=KIND, got \`${field}\`.`);
    filterFields[field.slice(0, at)] = field.slice(at + 1);
  }
  return {
    ...(index !== undefined && {
      index: {
        type: index === "flat" ? ("flat" as const) : ("hnsw" as const),
        quantization: index === "hnsw-rq" ? ("rq" as const) : ("none" as const),
      },
    }),
    ...(shards !== undefined && { shards }),
    ...(replicas !== undefined && { replicas }),
    ...(Object.keys(filterFields).length > 0 && { filterFields: checkedFields(filterFields) }),
  };
}

function checkedFields(given: Record<string, string>): FilterFields {
  const fields = checkFilterFields(given);
  return Object.fromEntries(
    fields.map(({ name, kind, list }) => [name, list ? (`${kind}[]` as const) : kind]),
  );
}
