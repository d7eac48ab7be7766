/** The record of what a download brought, for comparing a later one with. */

import { isJsonObject, ownValue } from "../../json_object.js";
import { readJsonObject } from "../json_file.js";
import { replaceFile } from "../../system/replace_file.js";
import type { RemoteFile } from "./remote_file.js";

/**
 * What was seen at the first download of a commit, beside the blobs: for files whose ETag is no
 * hash it is the only thing a later download can be compared with.
 */
export class FirstHashes {
  readonly #path: string;
  readonly #files = new Map<string, { sha256: string; size: number; etag: string | null }>();

  constructor(path: string) {
    this.#path = path;
  }

  async load(): Promise<void> {
    // A damaged record is as good as none.
    const json = await readJsonObject(this.#path).catch(() => undefined);
    const files = json === undefined ? undefined : ownValue(json, "files");
    if (!isJsonObject(files)) return;
    for (const name of Object.keys(files)) {
      const entry = files[name];
      const [sha256, size, etag] = isJsonObject(entry)
        ? ["sha256", "size", "etag"].map((key) => ownValue(entry, key))
        : [];
      if (typeof sha256 === "string" && typeof size === "number") {
        this.#files.set(name, { sha256, size, etag: typeof etag === "string" ? etag : null });
      }
    }
  }

  sha256(file: string): string | undefined {
    return this.#files.get(file)?.sha256;
  }

  set(remote: RemoteFile, hashes: { sha256: string; size: number }): void {
    const { sha256, size } = hashes;
    this.#files.set(remote.file, { sha256, size, etag: remote.etag ?? null });
  }

  async save(endpoint: string): Promise<void> {
    const files = Object.fromEntries(this.#files);
    await replaceFile(this.#path, `${JSON.stringify({ version: 1, endpoint, files }, null, 1)}\n`);
  }
}
