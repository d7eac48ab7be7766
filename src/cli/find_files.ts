/** The files that `tasb index` reads. */

import { lstat, readdir, stat } from "node:fs/promises";
import { basename, extname, join, relative, resolve, sep } from "node:path";
import { FileFormatError, throwIfAborted } from "../errors.js";
import { formatOfName, type TextFormat } from "../passages/source_text.js";

export interface FoundFile {
  /** The path to open. */
  path: string;
  /** The name in the index: the path as the person would write it, with `/`. */
  source: string;
  bytes: number;
}

/** Folders that hold no documents of the person's own. */
const SKIPPED_FOLDERS = new Set(["node_modules", "bower_components", "__pycache__", "venv"]);

/** A path relative to the current folder where it lies inside, else as it is; with `/`. */
export function sourceName(path: string): string {
  const inside = relative(process.cwd(), path);
  const shown = inside === "" || inside.startsWith("..") ? path : inside;
  return sep === "/" ? shown : shown.split(sep).join("/");
}

/** Files that are neither text nor a page. */
const OTHER_FORMATS: Readonly<Record<string, "jsonl" | "csv" | "pdf">> = {
  ".jsonl": "jsonl",
  ".csv": "csv",
  ".tsv": "csv",
  ".pdf": "pdf",
};

/** How a file is read. */
export type FileFormat = "jsonl" | "csv" | "pdf" | TextFormat;

function knownFormat(name: string): FileFormat | undefined {
  const ending = extname(name).toLowerCase();
  return Object.hasOwn(OTHER_FORMATS, ending) ? OTHER_FORMATS[ending] : formatOfName(name);
}

/**
 * The readable files under the paths, sorted by name. A path that is a file is taken whatever its
 * name; in folders only text, Markdown, HTML, JSONL, CSV and PDF files count, and hidden folders,
 * `node_modules`, links and the folder `except` (the index itself) are passed over.
 *
 * @throws FileFormatError (`FILE_UNREADABLE`) for a path that does not exist
 */
export async function findFiles(
  paths: readonly string[],
  options: { except?: string; signal?: AbortSignal } = {},
): Promise<FoundFile[]> {
  const { except, signal } = options;
  const passedOver = except === undefined ? undefined : resolve(except);
  const found = new Map<string, FoundFile>();
  const take = (path: string, bytes: number): void => {
    const source = sourceName(path);
    found.set(source, { path, source, bytes });
  };
  const walk = async (folder: string): Promise<void> => {
    throwIfAborted(signal);
    if (resolve(folder) === passedOver) return;
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!entry.name.startsWith(".") && !SKIPPED_FOLDERS.has(entry.name)) await walk(path);
      } else if (entry.isFile() && knownFormat(entry.name) !== undefined) {
        take(path, (await lstat(path)).size);
      }
    }
  };
  for (const path of paths) {
    const about = await stat(path).catch((cause: unknown) => {
      throw new FileFormatError("No such file or folder.", { path, cause, unreadable: true });
    });
    if (about.isDirectory()) await walk(path);
    else take(path, about.size);
  }
  return [...found.values()].toSorted((a, b) => (a.source < b.source ? -1 : 1));
}

/** Whether a source of the index lies in one of the paths, so that it should be there now. */
export function liesUnder(source: string, paths: readonly string[]): boolean {
  return paths.some((path) => {
    const name = sourceName(path)
      .replace(/^\.\//, "")
      .replace(/(?<!\/)\/+$/, "");
    return (
      source === name ||
      source.startsWith(`${name}/`) ||
      // The current folder holds all relative names.
      (name === "." && !source.startsWith("/"))
    );
  });
}

/** How the file is read. Names without a known ending are plain text. */
export function fileFormat(path: string): FileFormat {
  return knownFormat(basename(path)) ?? "text";
}
