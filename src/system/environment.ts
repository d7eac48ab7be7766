/**
 * What the process environment says. The only reader of `process.env`; called at use, never at
 * import, so that a program may set variables after importing the package.
 */

import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Settings taken from environment variables, with their defaults filled in. */
export interface Environment {
  /** Folder of the hub's shared cache: HF_HUB_CACHE, else HF_HOME/hub, else ~/.cache/huggingface/hub. */
  readonly hubCache: string;
  /** Base address of the hub, without a slash at the end: HF_ENDPOINT, else https://huggingface.co. */
  readonly hubEndpoint: string;
  /** HF_TOKEN, or undefined. */
  readonly hubToken: string | undefined;
  /** File in which the hub's own tools keep a token after a login; undefined where switched off. */
  readonly hubTokenPath: string | undefined;
  /** HF_HUB_OFFLINE (or TRANSFORMERS_OFFLINE) is 1, ON, YES or TRUE. */
  readonly offline: boolean;
  /** Folder for what this package makes itself (converted models): TASB_CACHE, else the system's. */
  readonly cache: string;
  /** OPENAI_API_KEY: for the server that the person names; or undefined. */
  readonly chatApiKey: string | undefined;
  /** WEAVIATE_API_KEY: for the servers that the person names; or undefined. */
  readonly weaviateApiKey: string | undefined;
  /** GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: file of the authorities that gRPC trusts; or undefined. */
  readonly grpcRootsPath: string | undefined;
}

/** Reads the environment as it is now. `variables` defaults to `process.env`. */
export function readEnvironment(
  variables: Readonly<Record<string, string | undefined>> = process.env,
): Environment {
  const read = (...names: string[]): string | undefined => {
    for (const name of names) {
      const value = variables[name]?.trim();
      if (value !== undefined && value !== "") return value;
    }
    return undefined;
  };
  const folder = (...names: string[]): string | undefined => {
    const value = read(...names);
    return value === undefined ? undefined : resolve(expandHome(value));
  };
  const isOn = (...names: string[]): boolean =>
    names.some((name) => ["1", "ON", "YES", "TRUE"].includes(read(name)?.toUpperCase() ?? ""));

  const userCache = folder("XDG_CACHE_HOME") ?? join(homedir(), ".cache");
  const hubHome = folder("HF_HOME") ?? join(userCache, "huggingface");
  const systemCache =
    folder("XDG_CACHE_HOME") ??
    (process.platform === "win32" ? folder("LOCALAPPDATA") : undefined) ??
    (process.platform === "darwin" ? join(homedir(), "Library", "Caches") : userCache);
  return {
    hubCache: folder("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE") ?? join(hubHome, "hub"),
    hubEndpoint: (read("HF_ENDPOINT") ?? "https://huggingface.co").replace(/\/{1,20}$/, ""),
    hubToken: read("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"),
    hubTokenPath: isOn("HF_HUB_DISABLE_IMPLICIT_TOKEN")
      ? undefined
      : (folder("HF_TOKEN_PATH") ?? join(hubHome, "token")),
    offline: isOn("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"),
    cache: folder("TASB_CACHE") ?? join(systemCache, "langchain-tasb"),
    chatApiKey: read("OPENAI_API_KEY"),
    weaviateApiKey: read("WEAVIATE_API_KEY"),
    grpcRootsPath: read("GRPC_DEFAULT_SSL_ROOTS_FILE_PATH"),
  };
}

/**
 * The two folders models live in. A `cacheDir` given as an option holds both; otherwise hub files
 * go where the hub's other tools look, and converted models into this package's own cache.
 */
export function cacheFolders(cacheDir?: string): { hub: string; converted: string } {
  if (cacheDir !== undefined) {
    const root = resolve(expandHome(cacheDir));
    return { hub: join(root, "hub"), converted: join(root, "converted") };
  }
  const environment = readEnvironment();
  return { hub: environment.hubCache, converted: join(environment.cache, "converted") };
}

function expandHome(path: string): string {
  return path === "~" || path.startsWith("~/") || path.startsWith("~\\")
    ? join(homedir(), path.slice(1))
    : path;
}
