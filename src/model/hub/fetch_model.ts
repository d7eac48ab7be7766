/** A model from the hub: found in the cache, or fetched file by file at one commit. */

import { join } from "node:path";
import { DownloadError, ModelError, TasbError, expected, throwIfAborted } from "../../errors.js";
import { parseEncoderConfig } from "../encoder_config.js";
import { readEncoderSettings, SETTINGS_FILES } from "../encoder_settings.js";
import { readBoundedFile, readJsonObject } from "../json_file.js";
import { WEIGHT_FILES } from "../model_directory.js";
import { RepositoryCache } from "./cache_layout.js";
import { firstMissingFile, VOCABULARY_FILES } from "./cached_model.js";
import { downloadFile } from "./download_file.js";
import { FirstHashes } from "./first_hashes.js";
import { HubConnection } from "./http_request.js";
import { withLock } from "./process_lock.js";
import { describeRemoteFile, type RemoteFile } from "./remote_file.js";
import type { HubRepository } from "./repository.js";
import { DEFAULT_TIMING, type HubTiming } from "./timing.js";

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

const MAX_SMALL_FILE = 1 << 20;
const MAX_TOKENIZER_FILE = 64 << 20;
const MAX_WEIGHT_FILE = 16 * 2 ** 30;

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
    timing: { ...DEFAULT_TIMING, ...options.timing },
    signal: options.signal,
  });
  const cache = new RepositoryCache(options.cache, repository.id);
  try {
    return await withLock(
      cache.lockPath,
      async () => {
        // Another process may have fetched it while this one waited.
        const cached = refresh ? undefined : await findCachedModel(repository, options);
        return cached ?? (await download(connection, cache, repository, options, refresh));
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
  refresh: boolean,
): Promise<HubModel> {
  // A copy that lacks some files is completed at its own commit, wherever the branch is by now.
  const known = refresh ? undefined : await cache.commitOf(revision);
  const hasConfig = known !== undefined && (await cache.has(known, "config.json"));
  const config = hasConfig
    ? { file: "config.json", commit: known }
    : await describeRemoteFile(connection, id, revision, "config.json");
  if (config === undefined) {
    throw new ModelError(
      "MODEL_NOT_FOUND",
      `The hub has no config.json in \`${id}\` at revision \`${revision}\`.`,
    );
  }
  const { commit } = config;
  const find = async (file: string): Promise<FoundFile | undefined> => {
    if (!refresh && (await cache.has(commit, file))) return { file, commit };
    if (await cache.isKnownAbsent(commit, file)) return undefined;
    const remote = await describeRemoteFile(connection, id, commit, file);
    if (remote === undefined) await cache.setAbsent(commit, file);
    return remote;
  };
  const [tokenizer, weights, ...settings] = await Promise.all([
    findTokenizer(find, id),
    findWeights(find, id),
    ...SETTINGS_FILES.map(find),
  ]);
  const small = [config, ...settings.filter((found) => found !== undefined), ...tokenizer];

  const records = new FirstHashes(cache.record(commit));
  await records.load();
  const total = [...small, weights].reduce((sum, found) => sum + sizeOf(found), 0);
  let before = 0;
  const fetchOne = async (found: FoundFile, maxBytes: number): Promise<void> => {
    if (!isRemote(found)) return;
    throwIfAborted(options.signal);
    const report = (done: number): void =>
      options.onProgress?.({ done: Math.min(before + done, total), total, file: found.file });
    const hashes = await downloadFile(connection, cache, found, {
      id,
      maxBytes,
      recorded: records.sha256(found.file),
      onBytes: report,
    });
    before += sizeOf(found);
    records.set(found, hashes);
  };
  for (const found of small) {
    const isVocabulary = found.file === "tokenizer.json" || found.file === "vocab.txt";
    await fetchOne(found, isVocabulary ? MAX_TOKENIZER_FILE : MAX_SMALL_FILE);
  }
  // A model that cannot be used is refused before its weights are fetched.
  const directory = cache.snapshot(commit);
  await checkUsable(directory);
  await fetchOne(weights, MAX_WEIGHT_FILE);
  await records.save(connection.endpoint.origin);
  await cache.setCommit(revision, commit);
  return { directory, commit };
}

/** A file of the repository: to be fetched, or in the snapshot already. */
type FoundFile = RemoteFile | { readonly file: string; readonly commit: string };

function isRemote(found: FoundFile): found is RemoteFile {
  return "url" in found;
}

function sizeOf(found: FoundFile): number {
  return isRemote(found) ? (found.size ?? 0) : 0;
}

async function checkUsable(directory: string): Promise<void> {
  const path = join(directory, "config.json");
  const json = (await readJsonObject(path)) ?? {};
  await readEncoderSettings(directory, parseEncoderConfig(json, path));
}

type Find = (file: string) => Promise<FoundFile | undefined>;

async function findTokenizer(find: Find, id: string): Promise<FoundFile[]> {
  const tokenizer = await find("tokenizer.json");
  if (tokenizer !== undefined) return [tokenizer];
  const [vocabulary, settings] = await Promise.all(VOCABULARY_FILES.map(find));
  if (vocabulary === undefined) {
    throw new ModelError(
      "MODEL_UNSUPPORTED",
      `The repository \`${id}\` cannot be used: it has neither tokenizer.json nor vocab.txt.`,
    );
  }
  return settings === undefined ? [vocabulary] : [vocabulary, settings];
}

async function findWeights(find: Find, id: string): Promise<FoundFile> {
  for (const { name } of WEIGHT_FILES) {
    const remote = await find(name);
    if (remote !== undefined) return remote;
  }
  for (const { name } of WEIGHT_FILES) {
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
