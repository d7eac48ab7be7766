/** A model from the hub: found in the cache, or fetched file by file at one commit. */

import { join } from "node:path";
import { DownloadError, ModelError, TasbError, expected, throwIfAborted } from "../../errors.js";
import { parseEncoderConfig } from "../encoder_config.js";
import { readEncoderSettings, settingsFiles } from "../encoder_settings.js";
import { isJsonObject, ownValue, readBoundedFile, readJsonObject } from "../json_file.js";
import { weightFiles } from "../model_directory.js";
import { replaceFile } from "../replace_file.js";
import { RepositoryCache } from "./cache_layout.js";
import { firstMissingFile, vocabularyFiles } from "./cached_model.js";
import { downloadFile } from "./download_file.js";
import { HubConnection } from "./http_request.js";
import { withLock } from "./process_lock.js";
import { describeRemoteFile, type RemoteFile } from "./remote_file.js";
import type { HubRepository } from "./repository.js";
import { defaultTiming, type HubTiming } from "./timing.js";

/** State of a download over all its files. */
export interface DownloadProgress {
  /** Bytes on this machine, those of an earlier, interrupted download included. */
  readonly done: number;
  /** Bytes in all. */
  readonly total: number;
  /** The file being fetched. */
  readonly file: string;
}

/** How to reach the hub; everything already read from options and environment. */
export interface FetchOptions {
  /** Folder of the hub's cache. */
  readonly cache: string;
  readonly endpoint: string;
  readonly token?: string | undefined;
  /** The model is known to need no settings files. */
  readonly isPlain: boolean;
  readonly timing?: Partial<HubTiming> | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

/** A snapshot folder and the commit it holds. */
export interface HubModel {
  readonly directory: string;
  readonly commit: string;
}

const maxSmallFile = 1 << 20;
const maxTokenizerFile = 64 << 20;
const maxWeightFile = 16 * 2 ** 30;

/** The model as the cache has it, without opening a socket; undefined when it is not whole. */
export async function findCachedModel(
  repository: HubRepository,
  options: Pick<FetchOptions, "cache" | "isPlain">,
): Promise<HubModel | undefined> {
  const cache = new RepositoryCache(options.cache, repository.id);
  const commit = await cache.commitOf(repository.revision);
  if (commit === undefined) return undefined;
  const missing = await firstMissingFile(cache, commit, options.isPlain);
  return missing === undefined ? { directory: cache.snapshot(commit), commit } : undefined;
}

/**
 * Fetches what is missing. Processes that fetch the same repository do it one after the other, so
 * that the second finds the first's files. The branch's commit is recorded last: until then the
 * cache answers with what it had before.
 *
 * @param refresh ask the hub for the newest commit even when the cache holds a whole model.
 */
export async function fetchModel(
  repository: HubRepository,
  options: FetchOptions,
  refresh = false,
): Promise<HubModel> {
  throwIfAborted(options.signal);
  const connection = new HubConnection(parseEndpoint(options.endpoint), {
    token: parseToken(options.token),
    timing: { ...defaultTiming, ...options.timing },
    signal: options.signal,
  });
  const cache = new RepositoryCache(options.cache, repository.id);
  try {
    return await withLock(
      cache.lockPath,
      async () => {
        // Another process may have fetched it while this one waited.
        const cached = refresh ? undefined : await findCachedModel(repository, options);
        return cached ?? (await download(connection, cache, repository, options));
      },
      { signal: options.signal },
    );
  } catch (cause) {
    if (cause instanceof TasbError) throw cause;
    throw new DownloadError(
      "DOWNLOAD_FAILED",
      `Cannot keep \`${repository.id}\` in ${options.cache}: ${String(cause)}.`,
      { cause },
    );
  } finally {
    connection.close();
  }
}

async function download(
  connection: HubConnection,
  cache: RepositoryCache,
  { id, revision }: HubRepository,
  options: FetchOptions,
): Promise<HubModel> {
  const config = await describeRemoteFile(connection, id, revision, "config.json");
  if (config === undefined) {
    throw new ModelError(
      "MODEL_NOT_FOUND",
      `The hub has no config.json in \`${id}\` at revision \`${revision}\`.`,
    );
  }
  const { commit } = config;
  const find = async (file: string): Promise<RemoteFile | undefined> => {
    if (await cache.isKnownAbsent(commit, file)) return undefined;
    const remote = await describeRemoteFile(connection, id, commit, file);
    if (remote === undefined) await cache.setAbsent(commit, file);
    return remote;
  };
  const [tokenizer, weights, ...settings] = await Promise.all([
    findTokenizer(find, id),
    findWeights(find, id),
    ...settingsFiles.map(find),
  ]);
  const small = [config, ...settings.filter((remote) => remote !== undefined), ...tokenizer];

  const records = new Records(cache.record(commit));
  await records.load();
  const sizes = [...small, weights].map((remote) => remote.size ?? 0);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let before = 0;
  const fetchOne = async (remote: RemoteFile, maxBytes: number): Promise<void> => {
    throwIfAborted(options.signal);
    const report = (done: number): void =>
      options.onProgress?.({ done: Math.min(before + done, total), total, file: remote.file });
    const hashes = await downloadFile(connection, cache, remote, {
      id,
      maxBytes,
      recorded: records.sha256(remote.file),
      onBytes: report,
    });
    before += remote.size ?? 0;
    records.set(remote, hashes);
  };
  for (const remote of small) {
    const isVocabulary = remote.file === "tokenizer.json" || remote.file === "vocab.txt";
    await fetchOne(remote, isVocabulary ? maxTokenizerFile : maxSmallFile);
  }
  // A model that cannot be used is refused before its weights are fetched.
  const directory = cache.snapshot(commit);
  await checkUsable(directory);
  await fetchOne(weights, maxWeightFile);
  await records.save(connection.endpoint.origin);
  await cache.setCommit(revision, commit);
  return { directory, commit };
}

async function checkUsable(directory: string): Promise<void> {
  const path = join(directory, "config.json");
  const json = (await readJsonObject(path)) ?? {};
  await readEncoderSettings(directory, parseEncoderConfig(json, path));
}

type Find = (file: string) => Promise<RemoteFile | undefined>;

async function findTokenizer(find: Find, id: string): Promise<RemoteFile[]> {
  const tokenizer = await find("tokenizer.json");
  if (tokenizer !== undefined) return [tokenizer];
  const [vocabulary, settings] = await Promise.all(vocabularyFiles.map(find));
  if (vocabulary === undefined) {
    throw new ModelError(
      "MODEL_UNSUPPORTED",
      `The repository \`${id}\` cannot be used: it has neither tokenizer.json nor vocab.txt.`,
    );
  }
  return settings === undefined ? [vocabulary] : [vocabulary, settings];
}

async function findWeights(find: Find, id: string): Promise<RemoteFile> {
  for (const { name } of weightFiles) {
    const remote = await find(name);
    if (remote !== undefined) return remote;
  }
  for (const { name } of weightFiles) {
    if ((await find(`${name}.index.json`)) === undefined) continue;
    throw new ModelError(
      "MODEL_UNSUPPORTED",
      `The repository \`${id}\` cannot be used: its weights are split over several files.`,
    );
  }
  throw new ModelError(
    "MODEL_UNSUPPORTED",
    `The repository \`${id}\` cannot be used: it has neither model.safetensors nor pytorch_model.bin.`,
  );
}

/**
 * What was seen at the first download of a commit, beside the blobs: for files whose ETag is no
 * hash it is the only thing a later download can be compared with.
 */
class Records {
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

function parseEndpoint(endpoint: string): URL {
  let url: URL | undefined;
  try {
    url = new URL(endpoint);
  } catch {
    url = undefined;
  }
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw expected("endpoint", "an http or https address such as https://huggingface.co", endpoint);
  }
  url.search = "";
  url.hash = "";
  return url;
}

function parseToken(token: string | undefined): string | undefined {
  const trimmed = token?.trim();
  if (trimmed === undefined || trimmed === "") return undefined;
  if (!/^[\x21-\x7e]{1,1000}$/.test(trimmed)) {
    // The value itself stays out of the message.
    throw expected("token", "printable ASCII without spaces", "text that is not");
  }
  return trimmed;
}

/** The token the hub's own tools keep after a login. */
export async function readTokenFile(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const bytes = await readBoundedFile(path, 10_000).catch(() => undefined);
  return bytes?.toString("utf8").trim();
}
