/** From what a person calls a model to a folder on this machine. */

import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ModelError, NotSupportedError, expected } from "../errors.js";
import { packageRoot } from "../package_root.js";

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
  readonly signal?: AbortSignal | undefined;
  /** Called as bytes arrive; one figure over all files of the model. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

/** State of a download over all its files. */
export interface DownloadProgress {
  /** Bytes on this machine, those of an earlier, interrupted download included. */
  readonly done: number;
  /** Bytes in all. */
  readonly total: number;
  /** The file being fetched. */
  readonly file: string;
}

/** A model found on this machine. */
export interface ResolvedModel {
  /** Absolute path of a folder in the hub's layout. */
  readonly directory: string;
  /** `tas-b`, `tasb-mini`, `owner/name`, or the folder's own name. */
  readonly name: string;
  /** The commit of a hub repository. */
  readonly revision?: string;
}

/**
 * Finds the model, downloading it where need be.
 *
 * @param model `tasb-mini` (ships with the package), `tas-b` (from the hub), a folder (starts with
 *   `./`, `../`, `/`, a drive letter or `file:`), or a hub repository `owner/name`.
 */
export async function resolveModel(
  model: string,
  options: ResolveOptions = {},
): Promise<ResolvedModel> {
  if (typeof model !== "string" || model === "" || model.includes("\0")) {
    throw expected("model", "`tas-b`, `tasb-mini`, a folder or `owner/name`", model);
  }
  if (model === "tasb-mini") {
    return { directory: join(packageRoot, "models", "tasb-mini"), name: model };
  }
  if (isDirectoryName(model)) {
    const directory = resolve(model.startsWith("file:") ? fileURLToPath(model) : model);
    return { directory, name: basename(directory) || directory };
  }
  void options;
  throw new NotSupportedError(`The model \`${model}\` has to be downloaded first.`);
}

/** True for names that mean a folder: everything else is a hub name. */
export function isDirectoryName(model: string): boolean {
  return /^(?:\.{1,2}(?:$|[/\\])|[/\\]|[A-Za-z]:[/\\]|file:)/.test(model);
}

void ModelError;
