/** `tasb index`: reads files and embeds what changed. */

import { choiceOption, expectPositionals, requiredOption, stringOption } from "./arguments.js";
import type { Command } from "./command.js";
import { findFiles } from "./find_files.js";
import { IndexUpdate } from "./index_update.js";
import { openForUpdate } from "./open_for_update.js";
import { ProgressBar, formatCount, formatDuration } from "./progress_bar.js";
import { printable } from "./terminal.js";

export const indexCommand: Command = {
  name: "index",
  summary: "read files and folders into an index",
  usage: "index PATH… --index DIR [options]",
  options: {
    index: { type: "string", placeholder: "DIR", help: "where the index is, or is to be (needed)" },
    model: {
      type: "string",
      placeholder: "MODEL",
      help: "tas-b (default), tasb-mini (built in), owner/name or a directory",
    },
    precision: { type: "string", placeholder: "P", help: "fp32 (default) or int8" },
  },
  details:
    "Reads .txt, .md, .html (without menus and banners), .jsonl (BEIR corpus), .csv and .tsv (one\n" +
    "document for each row) and .pdf files; in folders, hidden ones and node_modules are passed\n" +
    "over. On an index that exists, only what is new or changed is embedded, and what is no longer\n" +
    "under the PATHs is removed.\n\n" +
    "Example: tasb index docs README.md --index .tasb --model tasb-mini",
  async run(args, io) {
    const paths = expectPositionals(args, "a file or folder", 1, Number.POSITIVE_INFINITY);
    const directory = requiredOption(args, "index");
    const model = stringOption(args, "model");
    const precision = choiceOption(args, "precision", ["fp32", "int8"] as const);
    const { stderr, signal } = io;
    const files = await findFiles(paths, { except: directory, signal });
    const opened = await openForUpdate(directory, { model, precision }, io);
    const { embeddings, collection, save } = opened;
    const bar = new ProgressBar(stderr, "Indexing");
    try {
      const update = await IndexUpdate.start(collection, embeddings, signal);
      const totalBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
      let failed = 0;
      let bytesBefore = 0;
      let flushed = performance.now();
      for (const file of files) {
        try {
          await update.addFile(file, (bytesRead) => {
            const share = totalBytes === 0 ? 1 : (bytesBefore + bytesRead) / totalBytes;
            const rate = update.embedded / Math.max(bar.seconds, 0.001);
            const note = `${formatCount(update.embedded)} passages, ${formatCount(rate)}/s  ${file.source}`;
            bar.update(Math.min(0.999, share), printable(note));
          });
        } catch (error) {
          if (!isUnreadable(error)) throw error;
          failed += 1;
          bar.clear();
          stderr.line(`${stderr.style("yellow", "Passed over:")} ${printable(error.message)}`);
        }
        bytesBefore += file.bytes;
        // What is embedded so far outlives a crash, also where documents are few and slow.
        if (performance.now() - flushed > 30_000) {
          await update.flush();
          flushed = performance.now();
        }
      }
      await update.finish(paths);
      if (update.changed || opened.isNew) await save();
      bar.clear();
      const { documents, unchanged, removed, embedded } = update;
      stderr.line(
        `${formatCount(documents)} documents: ${formatCount(documents - unchanged)} new or changed, ` +
          `${formatCount(unchanged)} unchanged, ${formatCount(removed)} removed. ` +
          `${formatCount(embedded)} passages embedded in ${formatDuration(bar.seconds)}; ` +
          `${formatCount(await collection.count())} in the index.`,
      );
      if (failed > 0) stderr.line(`${formatCount(failed)} files were passed over.`);
      return failed > 0 && failed === files.length ? 1 : 0;
    } finally {
      bar.clear();
      await opened.close();
    }
  },
};

function isUnreadable(error: unknown): error is Error {
  return (
    error instanceof Error &&
    "code" in error &&
    (error.code === "FILE_FORMAT" || error.code === "FILE_UNREADABLE")
  );
}
