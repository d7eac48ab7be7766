/** What the hub says about a file before it is fetched. */

import { DownloadError } from "../../errors.js";
import { showUrl, type HubConnection, type HubResponse } from "./http_request.js";
import { fileUrl, isCommit } from "./repository.js";
import { isTemporary, TryLater, withRetries } from "./retry.js";

/** One file of a repository at one commit. */
export interface RemoteFile {
  readonly file: string;
  readonly url: URL;
  readonly commit: string;
  /** Without quotes and weak mark: sha256 of large files, git's blob hash of small ones. */
  readonly etag: string | undefined;
  readonly size: number | undefined;
}

/**
 * Asks for a file's commit, ETag and size (a HEAD request).
 *
 * @returns undefined when the repository, which exists, has no such file.
 * @throws DownloadError DOWNLOAD_UNAUTHORIZED for 401 and 403, DOWNLOAD_FAILED otherwise.
 */
export function describeRemoteFile(
  connection: HubConnection,
  id: string,
  revision: string,
  file: string,
): Promise<RemoteFile | undefined> {
  const url = fileUrl(connection.endpoint, id, revision, file);
  return withRetries(connection, url, async () => {
    const response = await connection.send("HEAD", url, {}, isLinked);
    response.body.resume();
    if (isTemporary(response.status)) throw new TryLater(response);
    if (response.status === 404 && isMissingFile(response)) return undefined;
    if (response.status !== 200 && !isLinked(response)) throw refusal(response, id, revision);
    const commit = firstHeader(response, "x-repo-commit") ?? (isCommit(revision) ? revision : "");
    if (!isCommit(commit)) {
      throw new DownloadError(
        "DOWNLOAD_FAILED",
        `${showUrl(url)} does not answer as a model hub does: it names no commit ` +
          `(${contentType(response)}). A login page or a proxy may be in between.`,
        { url: showUrl(url), status: response.status },
      );
    }
    const size = firstHeader(response, "x-linked-size") ?? finalLength(response);
    return {
      file,
      url: fileUrl(connection.endpoint, id, commit, file),
      commit,
      etag: normalizeEtag(firstHeader(response, "x-linked-etag") ?? response.body.headers.etag),
      size: size !== undefined && /^\d{1,15}$/.test(size) ? Number(size) : undefined,
    };
  });
}

/** `W/"abc"` → `abc`; undefined for one that is empty. */
export function normalizeEtag(etag: string | undefined): string | undefined {
  const bare = etag?.trim().replace(/^W\//, "").replace(/^"|"$/g, "");
  return bare === "" ? undefined : bare;
}

/** The error for an answer that will not change by asking again. */
export function refusal(response: HubResponse, id: string, revision: string): DownloadError {
  const { status } = response;
  const options = { status, url: showUrl(response.url) };
  if (status === 401 || status === 403) {
    return new DownloadError(
      "DOWNLOAD_UNAUTHORIZED",
      `The hub refuses access to \`${id}\` (status ${status}): it does not exist, is private, or ` +
        "asks for consent to its terms. If you have access, set HF_TOKEN.",
      options,
    );
  }
  if (status === 404) {
    return new DownloadError(
      "DOWNLOAD_FAILED",
      `The hub has no repository \`${id}\` at revision \`${revision}\`.`,
      options,
    );
  }
  return new DownloadError(
    "DOWNLOAD_FAILED",
    `${showUrl(response.url)} answered with status ${status}.`,
    options,
  );
}

export function contentType(response: HubResponse): string {
  return (response.body.headers["content-type"] ?? "no content type").slice(0, 80);
}

/** The redirect to the store of large files carries all that is needed. */
function isLinked(response: HubResponse): boolean {
  return response.body.headers["x-linked-etag"] !== undefined && response.status < 400;
}

function isMissingFile(response: HubResponse): boolean {
  const code = firstHeader(response, "x-error-code");
  return code === undefined || code === "EntryNotFound";
}

/** The endpoint answers first; what a later host on the way claims does not override it. */
function firstHeader(response: HubResponse, name: string): string | undefined {
  for (const headers of response.hops) {
    const value = headers[name];
    if (typeof value === "string" && value !== "") return value;
  }
  return undefined;
}

function finalLength(response: HubResponse): string | undefined {
  return response.status === 200 ? response.body.headers["content-length"] : undefined;
}
