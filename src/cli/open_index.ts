/** What `tasb index` wrote, opened again: the passages, and the model they were embedded by. */

import { existsSync } from "node:fs";
import { SnapshotError } from "../errors.js";
import { LocalCollection } from "../collection/local_collection.js";
import { readBm25Record, readModelRecord } from "../langchain/model_record.js";
import { TasbEmbeddings } from "../langchain/tasb_embeddings.js";
import type { TasbEmbeddingsParams } from "../langchain/tasb_embeddings_params.js";
import { TasbRetriever } from "../langchain/tasb_retriever.js";
import { TasbVectorStore } from "../langchain/tasb_vector_store.js";
import { GRAINS, SEARCH_MODES, type SearchResult } from "../search/search_types.js";
import { readManifest } from "../storage/read_snapshot.js";
import { choiceOption, integerOption, requiredOption, type parseArguments } from "./arguments.js";
import type { CommandIo, CommandOption } from "./command.js";
import { ProgressBar, formatBytes } from "./progress_bar.js";

/** Options of every command that searches an index. */
export const searchOptions = {
  index: { type: "string", placeholder: "DIR", help: "the index (needed)" },
  mode: {
    type: "string",
    placeholder: "MODE",
    help: "dense, bm25, hybrid (default) or rerank",
  },
  grain: {
    type: "string",
    placeholder: "GRAIN",
    help: "what is shown for a passage: passage (default), neighbors, section or document",
  },
  k: {
    type: "string",
    short: "k",
    placeholder: "N",
    help: "how many passages, 1 to 1000 (default 5)",
  },
} as const satisfies Record<string, CommandOption>;

/** Shows the download of a model, where one is needed. */
export function downloadProgress(io: CommandIo): NonNullable<TasbEmbeddingsParams["onProgress"]> {
  const bar = new ProgressBar(io.stderr, "Downloading");
  return ({ done, total, file }) => {
    if (done >= total) bar.clear();
    else bar.update(done / total, `${formatBytes(done)} of ${formatBytes(total)}  ${file}`);
  };
}

/** An index, open for search. */
export interface OpenIndex {
  embeddings: TasbEmbeddings;
  retriever: TasbRetriever;
  /** Frees the model and the passages. */
  close(): Promise<void>;
}

/**
 * Opens the index that the arguments name, with the model that made it. The model itself is loaded
 * by the first search that needs it: `--mode bm25` needs none.
 */
export async function openIndex(
  args: ReturnType<typeof parseArguments>,
  io: CommandIo,
): Promise<OpenIndex> {
  const directory = requiredOption(args, "index");
  const mode = choiceOption(args, "mode", SEARCH_MODES) ?? "hybrid";
  const grain = choiceOption(args, "grain", GRAINS) ?? "passage";
  const k = integerOption(args, "k", 1, 1000) ?? 5;
  if (!existsSync(directory)) {
    throw new SnapshotError(
      "SNAPSHOT_NOT_FOUND",
      `There is no index at \`${directory}\`. Make one: tasb index PATH… --index ${directory}`,
    );
  }
  const { extra } = await readManifest(directory);
  const embeddings = new TasbEmbeddings({
    ...readModelRecord(extra),
    onProgress: downloadProgress(io),
  });
  const bm25 = readBm25Record(extra);
  const collection = await LocalCollection.load(directory, {
    signal: io.signal,
    ...(bm25 !== undefined && { bm25 }),
  });
  const store = new TasbVectorStore(embeddings, { collection });
  return {
    embeddings,
    retriever: new TasbRetriever({ store, mode, grain, k }),
    close: async () => {
      await store.close();
      await embeddings.dispose();
    },
  };
}

/** What went wrong in a search that gave a result all the same. */
export function legMessages({ legs }: SearchResult): string[] {
  return legs.flatMap(({ leg, status, error }) => {
    return status === "failed" ? [`The ${leg} ranking failed: ${error?.message ?? ""}`] : [];
  });
}
