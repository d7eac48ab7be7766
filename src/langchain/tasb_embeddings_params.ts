/** The options of `TasbEmbeddings`. */

import type { EmbeddingsParams } from "@langchain/core/embeddings";
import {
  LONG_PASSAGES,
  type LongPassageReport,
  type LongPassages,
} from "../encoder/long_passages.js";
import type { DownloadProgress } from "../model/resolve_model.js";
import { checkChoice, checkInteger, checkType } from "../option_checks.js";

/** Options of `TasbEmbeddings`, beside those of every LangChain embeddings class. */
export interface TasbEmbeddingsParams extends EmbeddingsParams {
  /**
   * `"tas-b"` (default: the published model, fetched from the hub at first use), `"tasb-mini"`
   * (built in, no network), a hub name `"owner/name"`, or a directory (`./`, `../`, `/`, `file:`).
   */
  model?: string;
  /** Branch, tag or commit of a hub model. Default `"main"`. */
  revision?: string;
  /** `"fp32"` (default: exact) or `"int8"` (faster, nearly the same vectors). */
  precision?: "fp32" | "int8";
  /**
   * Tokens of a passage that are read, `[CLS]` and `[SEP]` included; at least 3, at most the
   * model's positions (512). Default: as the model's folder states (tasb-mini: 320), else 200, as
   * TAS-B was trained.
   */
  maxPassageTokens?: number;
  /**
   * What becomes of a passage longer than `maxPassageTokens`. `"max"` (default): it is read in
   * windows, and a store scores it by its best one (MaxP). `"mean"`: one vector, the mean of its
   * windows'. `"first"`: its first window alone. `"truncate"`: cut at the limit.
   *
   * `embedDocuments` and `encode` give one vector for each text: under `"max"` they cut, and report
   * it to `onLongPassages`.
   */
  longPassages?: LongPassages;
  /**
   * Tokens from the beginning of a window to that of the next; what is less than a window is
   * overlap. Default: three quarters of a window.
   */
  windowStride?: number;
  /** Told after each call in which a passage was longer than `maxPassageTokens`. */
  onLongPassages?: (report: LongPassageReport) => void;
  /**
   * Tokens of a query that are read, `[CLS]` and `[SEP]` included; at least 3, at most the model's
   * positions. Default: as the model's folder states (tasb-mini: 320), else 30, as TAS-B was trained.
   */
  maxQueryTokens?: number;
  /** Sets both limits; at least 3. Default: each has its own. */
  maxLength?: number;
  /** Divide each vector by its length. Default: as the model says; TAS-B: no. */
  normalize?: boolean;
  /** Text put before each query. Default: as the model says; TAS-B: none. */
  queryPrefix?: string;
  /** Threads of one inference; a positive integer. Default `os.availableParallelism()`. */
  threads?: number;
  /**
   * Folder of downloaded and converted models. Default: the one that the hub's tools share
   * (`HF_HUB_CACHE`), and this package's own for converted models (`TASB_CACHE`).
   */
  cacheDir?: string;
  /**
   * Never open a socket: only what is in the cache or built in. Default: as `HF_HUB_OFFLINE` says,
   * else false.
   */
  offline?: boolean;
  /**
   * Token for private hub models; sent to the hub's own host alone. Default: `HF_TOKEN`, or the one
   * that the hub's tools keep.
   */
  token?: string;
  /** Address of the hub or of a mirror. Default: `HF_ENDPOINT`, else the hub's own. */
  endpoint?: string;
  /** Told of the download of a model: one figure over all files. */
  onProgress?: (progress: DownloadProgress) => void;
  /**
   * Path of the inference worker's file, for bundlers that move it. Default: beside this package's
   * code.
   */
  workerPath?: string;
}

/** @throws InvalidArgumentError for an option that is not what it is documented to be */
export function checkEmbeddingsParams(fields: TasbEmbeddingsParams): void {
  checkChoice("precision", fields.precision, ["fp32", "int8"]);
  checkChoice("longPassages", fields.longPassages, LONG_PASSAGES);
  // Room for `[CLS]`, `[SEP]` and one token of the text.
  for (const name of ["maxPassageTokens", "maxQueryTokens", "maxLength"] as const) {
    checkInteger(name, fields[name], 3);
  }
  for (const name of ["windowStride", "threads"] as const) checkInteger(name, fields[name]);
  for (const name of ["normalize", "offline"] as const) checkType(name, fields[name], "boolean");
  for (const name of ["onLongPassages", "onProgress"] as const) {
    checkType(name, fields[name], "function");
  }
  const texts = ["revision", "queryPrefix", "cacheDir", "token", "endpoint", "workerPath"] as const;
  for (const name of texts) checkType(name, fields[name], "string");
}
