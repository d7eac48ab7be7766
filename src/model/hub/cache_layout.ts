/**
 * The hub's shared cache, in the layout all of its tools use:
 *
 *     models--owner--name/blobs/ETAG                   contents
 *     models--owner--name/refs/main                    commit a branch pointed to
 *     models--owner--name/snapshots/COMMIT/config.json symlink to ../../blobs/ETAG
 *     models--owner--name/.no_exist/COMMIT/FILE        the repository has no such file
 *
 * Source: https://huggingface.co/docs/huggingface_hub/guides/manage-cache
 */

import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { readBoundedFile } from "../json_file.js";
import { replaceFile } from "../../system/replace_file.js";
import { syncFolder } from "../../system/sync_folder.js";
import { isCommit } from "./repository.js";

/** Paths of one repository in the cache. */
export class RepositoryCache {
  readonly folder: string;
  readonly lockPath: string;

  /** @param cache folder of the hub's cache. @param id `owner/name`, already checked. */
  constructor(cache: string, id: string) {
    const name = `models--${id.replace("/", "--")}`;
    this.folder = join(cache, name);
    this.lockPath = join(cache, ".locks", name, "langchain-tasb.lock");
  }

  /** The commit a revision stood for when it was last fetched; a commit stands for itself. */
  async commitOf(revision: string): Promise<string | undefined> {
    if (isCommit(revision)) return revision;
    const bytes = await readBoundedFile(this.#ref(revision), 1000).catch(() => undefined);
    const commit = bytes?.toString("latin1").trim() ?? "";
    return isCommit(commit) ? commit : undefined;
  }

  /** Records the commit of a branch or tag. */
  async setCommit(revision: string, commit: string): Promise<void> {
    if (!isCommit(revision)) await replaceFile(this.#ref(revision), commit);
  }

  #ref(revision: string): string {
    return join(this.folder, "refs", ...revision.split("/"));
  }

  snapshot(commit: string): string {
    return join(this.folder, "snapshots", commit);
  }

  file(commit: string, file: string): string {
    return join(this.snapshot(commit), ...file.split("/"));
  }

  blob(name: string): string {
    return join(this.folder, "blobs", name);
  }

  /** Hashes of what was downloaded, as first seen. */
  record(commit: string): string {
    return join(this.folder, ".tasb", `${commit}.json`);
  }

  async has(commit: string, file: string): Promise<boolean> {
    return isFile(this.file(commit, file));
  }

  /** True when the hub was asked before and has no such file at that commit. */
  async isKnownAbsent(commit: string, file: string): Promise<boolean> {
    return isFile(join(this.folder, ".no_exist", commit, ...file.split("/")));
  }

  async setAbsent(commit: string, file: string): Promise<void> {
    const path = join(this.folder, ".no_exist", commit, ...file.split("/"));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, "");
  }

  /** Makes the blob appear in the snapshot: a symlink, or the blob itself where there are none. */
  async link(commit: string, file: string, blobName: string): Promise<void> {
    const path = this.file(commit, file);
    const blob = this.blob(blobName);
    await mkdir(dirname(path), { recursive: true });
    const temporary = `${path}.${randomUUID()}.incomplete`;
    try {
      await symlink(relative(dirname(path), blob), temporary);
      // Some network systems accept a symlink that then leads nowhere.
      await stat(temporary);
    } catch {
      await rm(temporary, { force: true });
      await rename(blob, path);
      await syncFolder(dirname(path));
      return;
    }
    try {
      await rename(temporary, path);
    } finally {
      await rm(temporary, { force: true });
    }
  }
}

export async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
