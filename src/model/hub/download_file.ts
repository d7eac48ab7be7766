/** One file from the hub into the cache: resumed where it broke off, checked, then renamed. */

import { mkdir, open, rename, rm, stat, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { AbortedError, DownloadError } from "../../errors.js";
import { syncFolder } from "../../system/sync_folder.js";
import { blobFault, blobName, hashBlob, type BlobHashes } from "./blob_check.js";
import { isFile, type RepositoryCache } from "./cache_layout.js";
import { BrokenTransfer, showUrl, type HubConnection, type HubResponse } from "./http_request.js";
import { contentType, refusal, type RemoteFile } from "./remote_file.js";
import { isTemporary, TryLater, withRetries } from "./retry.js";

/** What `downloadFile` needs to know besides the file. */
export interface DownloadOptions {
  readonly id: string;
  /** Largest content accepted, in bytes. */
  readonly maxBytes: number;
  /** sha256 seen at the first download. */
  readonly recorded?: string | undefined;
  /** Bytes of this file that are here by now. */
  readonly onBytes: (done: number) => void;
}

/**
 * Puts the file into the snapshot of its commit. A right blob that is already there, from whatever
 * tool, is used; a wrong one is replaced.
 *
 * @throws DownloadError DOWNLOAD_CORRUPT when the content is not what the hub promised: nothing of
 *   it stays. DOWNLOAD_FAILED when the connection broke too often: the part that came stays beside
 *   the blobs, and the next download asks for the rest.
 */
export async function downloadFile(
  connection: HubConnection,
  cache: RepositoryCache,
  remote: RemoteFile,
  options: DownloadOptions,
): Promise<BlobHashes> {
  if ((remote.size ?? 0) > options.maxBytes) throw tooLarge(remote, options.maxBytes);
  const name = blobName(remote);
  const blob = cache.blob(name);
  let hashes: BlobHashes | undefined;
  if (await isFile(blob)) {
    hashes = await hashBlob(blob, connection.signal);
    if (blobFault(hashes, remote, options.recorded) !== undefined) hashes = undefined;
  }
  if (hashes === undefined) {
    await mkdir(dirname(blob), { recursive: true });
    const partial = `${blob}.tasb.incomplete`;
    hashes = await fetchChecked(connection, remote, partial, options);
    await rename(partial, blob);
    await syncFolder(dirname(blob));
  }
  options.onBytes(hashes.size);
  await cache.link(remote.commit, remote.file, name);
  return hashes;
}

/** Fetches until the content is right; a wrong one that was put together from parts gets a second try. */
async function fetchChecked(
  connection: HubConnection,
  remote: RemoteFile,
  partial: string,
  options: DownloadOptions,
): Promise<BlobHashes> {
  for (;;) {
    const wasWhole = await fetchInto(connection, remote, partial, options);
    const hashes = await hashBlob(partial, connection.signal);
    const fault = blobFault(hashes, remote, options.recorded);
    if (fault === undefined) return hashes;
    await rm(partial, { force: true });
    options.onBytes(0);
    if (wasWhole) {
      throw new DownloadError(
        "DOWNLOAD_CORRUPT",
        `${showUrl(remote.url)} is not what the hub promised: ${fault}. Nothing was kept.`,
        { url: showUrl(remote.url) },
      );
    }
  }
}

/** @returns true when the content came in one piece, from its first byte. */
async function fetchInto(
  connection: HubConnection,
  remote: RemoteFile,
  partial: string,
  options: DownloadOptions,
): Promise<boolean> {
  let wasWhole = true;
  let done = 0;
  const attempt = async (): Promise<void> => {
    const file = await open(partial, "a");
    try {
      done = (await file.stat()).size;
      if (done > (remote.size ?? options.maxBytes)) {
        await file.truncate(0);
        done = 0;
      }
      options.onBytes(done);
      if (done > 0) wasWhole = false;
      if (done > 0 && done === remote.size) return;
      const response = await connection.send(
        "GET",
        remote.url,
        done > 0 ? { range: `bytes=${done}-` } : {},
      );
      try {
        const start = await acceptedStart(response, done, remote, file, options.id);
        if (start === 0) wasWhole = true;
        done = start;
        for await (const chunk of connection.chunks(response)) {
          done += chunk.length;
          if (done > (remote.size ?? options.maxBytes)) throw tooLong(remote, options.maxBytes);
          await file.appendFile(chunk);
          options.onBytes(done);
        }
      } finally {
        response.body.destroy();
      }
      if (remote.size !== undefined && done < remote.size) {
        throw new BrokenTransfer(
          `${showUrl(remote.url)} ended after ${done} of ${remote.size} bytes`,
        );
      }
      await file.sync();
    } finally {
      await file.close();
    }
  };
  try {
    await withRetries(connection, remote.url, attempt, () => done);
  } catch (cause) {
    const isOurs = cause instanceof DownloadError || cause instanceof AbortedError;
    if (cause instanceof DownloadError && cause.code === "DOWNLOAD_CORRUPT") {
      await rm(partial, { force: true });
    }
    if (isOurs) throw cause;
    throw new DownloadError("DOWNLOAD_FAILED", `Cannot write ${partial}: ${String(cause)}.`, {
      cause,
    });
  }
  return wasWhole && (await stat(partial)).size === done;
}

/**
 * Checks the answer's head.
 *
 * @returns the position its body starts at; the file is cut to that.
 */
async function acceptedStart(
  response: HubResponse,
  asked: number,
  remote: RemoteFile,
  file: FileHandle,
  id: string,
): Promise<number> {
  const { status, body } = response;
  if (isTemporary(status)) throw new TryLater(response);
  if (status === 416 && asked > 0) {
    await file.truncate(0);
    throw new BrokenTransfer(`${showUrl(response.url)} refuses to go on from byte ${asked}`);
  }
  if (status !== 200 && status !== 206) throw refusal(response, id, remote.commit);
  if (contentType(response).startsWith("text/html")) {
    throw corrupt(remote, "a web page came instead; a login page or a proxy may be in between");
  }
  if (status === 200) {
    const length = body.headers["content-length"];
    if (length !== undefined && remote.size !== undefined && Number(length) !== remote.size) {
      throw corrupt(remote, `${length} bytes were announced instead of ${remote.size}`);
    }
    await file.truncate(0);
    return 0;
  }
  const range = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15}|\*)$/.exec(
    body.headers["content-range"] ?? "",
  );
  const total = range?.[2];
  const isRight =
    range !== null &&
    Number(range[1]) === asked &&
    (total === "*" || remote.size === undefined || Number(total) === remote.size);
  if (!isRight) {
    await file.truncate(0);
    throw new BrokenTransfer(`${showUrl(response.url)} sent another range than asked for`);
  }
  return asked;
}

function tooLong(remote: RemoteFile, maxBytes: number): DownloadError {
  return remote.size === undefined
    ? tooLarge(remote, maxBytes)
    : corrupt(remote, `more than the promised ${remote.size} bytes came`);
}

function tooLarge(remote: RemoteFile, maxBytes: number): DownloadError {
  return corrupt(remote, `it has more than the ${maxBytes} bytes such a file may have`);
}

function corrupt(remote: RemoteFile, reason: string): DownloadError {
  return new DownloadError(
    "DOWNLOAD_CORRUPT",
    `${showUrl(remote.url)} cannot be used: ${reason}. Nothing was kept.`,
    { url: showUrl(remote.url) },
  );
}
