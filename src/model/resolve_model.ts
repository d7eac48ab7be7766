/** From what a person calls a model to a folder on this machine. */

import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolders, readEnvironment } from "../system/environment.js";
import { DownloadError, ModelError, expected, throwIfAborted } from "../errors.js";
import { packageRoot } from "../package_root.js";
import {
  fetchModel,
  findCachedModel,
  readTokenFile,
  type DownloadProgress,
  type FetchOptions,
  type HubModel,
} from "./hub/fetch_model.js";
import { showUrl } from "./hub/http_request.js";
import { parseRepository, type HubRepository } from "./hub/repository.js";
import type { HubTiming } from "./hub/timing.js";

export type { DownloadProgress } from "./hub/fetch_model.js";

/** Where to look for a model, and how to fetch it. Every option overrides its variable. */
export interface ResolveOptions {
  /** Branch, tag or commit of a hub repository. Default `main`. */
  readonly revision?: string | undefined;
  /** Folder for downloaded and converted models. Default: HF_HUB_CACHE and TASB_CACHE. */
  readonly cacheDir?: string | undefined;
  /** Use only what is already on this machine; no socket is opened. Default HF_HUB_OFFLINE. */
  readonly offline?: boolean | undefined;
  /** Access token for the hub, sent to the endpoint's host alone. Default HF_TOKEN. */
  readonly token?: string | undefined;
  /** Base address of the hub or a mirror of it. Default HF_ENDPOINT, https://huggingface.co. */
  readonly endpoint?: string | undefined;
  /**
   * Ask the hub whether the branch has moved. Default false: a model that is whole in the cache is
   * used as it is, without a request, so that vectors made yesterday and today compare.
   */
  readonly refresh?: boolean | undefined;
  /** Time-outs and attempts; the defaults suit slow connections. */
  readonly timing?: Partial<HubTiming> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called as bytes arrive; one figure over all files of the model. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

/** A model found on this machine. */
export interface ResolvedModel {
  /** Absolute path of a folder in the hub's layout. */
  readonly directory: string;
  /** `tas-b`, `tasb-mini`, `owner/name`, or the folder's own name. */
  readonly name: string;
  /** The hub repository it came from. */
  readonly repository?: string;
  /** The commit of a hub repository. */
  readonly revision?: string;
}

/** The author's repository (PyTorch weights), and its twin with safetensors. */
export const TASB_REPOSITORIES: readonly string[] = [
  "sebastian-hofstaetter/distilbert-dot-tas_b-b256-msmarco",
  "sentence-transformers/msmarco-distilbert-base-tas-b",
];

/**
 * Finds the model, downloading it where need be.
 *
 * @param model `tasb-mini` (ships with the package), `tas-b` (from the hub), a folder (starts with
 *   `./`, `../`, `/`, a drive letter or `file:`), or a hub repository `owner/name`.
 * @throws ModelError, DownloadError, AbortedError, InvalidArgumentError
 */
export async function resolveModel(
  model: string,
  options: ResolveOptions = {},
): Promise<ResolvedModel> {
  if (typeof model !== "string" || model === "" || model.includes("\0")) {
    throw expected("model", "`tas-b`, `tasb-mini`, a folder or `owner/name`", model);
  }
  throwIfAborted(options.signal);
  if (model === "tasb-mini") {
    return { directory: join(packageRoot, "models", "tasb-mini"), name: model };
  }
  if (isDirectoryName(model)) {
    const directory = resolve(model.startsWith("file:") ? filePath(model) : model);
    return { directory, name: basename(directory) || directory };
  }
  const isTasb = model === "tas-b" || TASB_REPOSITORIES.includes(model);
  const repositories = (model === "tas-b" ? TASB_REPOSITORIES : [model]).map((id) =>
    parseRepository(id, options.revision),
  );
  return resolveFromHub(model, repositories, isTasb, options);
}

/** True for names that mean a folder: everything else is a hub name. */
export function isDirectoryName(model: string): boolean {
  return /^(?:\.{1,2}(?:$|[/\\])|[/\\]|[A-Za-z]:[/\\]|file:)/.test(model);
}

function filePath(model: string): string {
  try {
    return fileURLToPath(model);
  } catch (cause) {
    throw new ModelError("MODEL_NOT_FOUND", `\`${model.slice(0, 200)}\` is no file address.`, {
      cause,
    });
  }
}

async function resolveFromHub(
  name: string,
  repositories: readonly HubRepository[],
  isPlain: boolean,
  options: ResolveOptions,
): Promise<ResolvedModel> {
  const environment = readEnvironment();
  const cache = cacheFolders(options.cacheDir).hub;
  const offline = options.offline ?? environment.offline;
  const found = (repository: HubRepository, model: HubModel): ResolvedModel => ({
    directory: model.directory,
    name,
    repository: repository.id,
    revision: model.commit,
  });
  if (options.refresh !== true || offline) {
    for (const repository of repositories) {
      const cached = await findCachedModel(repository, { cache, isPlain });
      if (cached !== undefined) return found(repository, cached);
    }
  }
  if (offline) {
    throw new DownloadError(
      "OFFLINE",
      `The model \`${name}\` is not complete in ${cache}, and offline mode is on ` +
        `(option \`offline\` or HF_HUB_OFFLINE). ${ADVICE}`,
    );
  }
  const endpoint = options.endpoint ?? environment.hubEndpoint;
  const fetchOptions: FetchOptions = {
    cache,
    endpoint,
    token: options.token ?? environment.hubToken ?? (await readTokenFile(environment.hubTokenPath)),
    isPlain,
    timing: options.timing,
    signal: options.signal,
    onProgress: options.onProgress,
  };
  const failures: (DownloadError | ModelError)[] = [];
  for (const repository of repositories) {
    try {
      const model = await fetchModel(repository, fetchOptions, options.refresh);
      return found(repository, model);
    } catch (cause) {
      if (!(cause instanceof DownloadError || cause instanceof ModelError)) throw cause;
      failures.push(cause);
      if (isUnreachable(cause)) break;
    }
  }
  throw combined(name, endpoint, failures);
}

/** No answer at all: the next repository is on the same host. */
function isUnreachable(failure: DownloadError | ModelError): boolean {
  return (
    failure instanceof DownloadError &&
    failure.code === "DOWNLOAD_FAILED" &&
    failure.status === undefined
  );
}

const ADVICE =
  "Without the hub there are: the built-in model (`tasb-mini`; on the command line `--model " +
  "tasb-mini`), a folder with the model's files (`--model ./folder`), or a mirror " +
  "(HF_ENDPOINT=https://…).";

const DOWNLOAD_CODES = [
  "DOWNLOAD_UNAUTHORIZED",
  "DOWNLOAD_CORRUPT",
  "DOWNLOAD_FAILED",
  "OFFLINE",
] as const;

/** One error for all that was tried, saying what to do; a model that cannot be used speaks for itself. */
function combined(
  name: string,
  endpoint: string,
  failures: readonly (DownloadError | ModelError)[],
): DownloadError | ModelError {
  const [first] = failures;
  if (first instanceof ModelError) return first;
  const reasons = [...new Set(failures.map((failure) => failure.message))].join(" Then: ");
  return new DownloadError(
    DOWNLOAD_CODES.find((code) => code === first?.code) ?? "DOWNLOAD_FAILED",
    `The model \`${name}\` could not be brought from ${showEndpoint(endpoint)}. ${reasons} ${ADVICE}`,
    {
      cause: failures.length === 1 ? first : new AggregateError(failures),
      ...(first?.status === undefined ? {} : { status: first.status }),
      ...(first?.url === undefined ? {} : { url: first.url }),
    },
  );
}

/** Without a user and password that may be part of the address. */
function showEndpoint(endpoint: string): string {
  return URL.canParse(endpoint) ? showUrl(new URL(endpoint)) : "the hub";
}
