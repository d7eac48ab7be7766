/** The options of `TasbEmbeddings`. */

import type { EmbeddingsParams } from "@langchain/core/embeddings";
import type { DownloadProgress } from "../model/resolve_model.js";

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
  /** Tokens of a passage that are read, `[CLS]` and `[SEP]` included. Default 200, as trained. */
  maxPassageTokens?: number;
  /** Tokens of a query that are read, `[CLS]` and `[SEP]` included. Default 30, as trained. */
  maxQueryTokens?: number;
  /** Sets both limits. */
  maxLength?: number;
  /** Divide each vector by its length. Default: as the model says; TAS-B: no. */
  normalize?: boolean;
  /** Text put before each query. Default: as the model says; TAS-B: none. */
  queryPrefix?: string;
  /** Threads of one inference. Default `os.availableParallelism()`. */
  threads?: number;
  /** Where converted models are kept. Default: the user's cache folder. */
  cacheDir?: string;
  /** Never open a socket: only what is in the cache or built in. Default false. */
  offline?: boolean;
  /** Token for private hub models; sent to the hub's own host alone. */
  token?: string;
  /** Address of the hub or of a mirror. */
  endpoint?: string;
  /** Told of the download of a model: one figure over all files. */
  onProgress?: (progress: DownloadProgress) => void;
  /** Path of the inference worker's file, for bundlers that move it. */
  workerPath?: string;
}
