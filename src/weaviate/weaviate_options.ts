/** What a Weaviate collection is connected with, checked. */

import type { AnalyzerInput } from "../bm25/analyzer.js";
import { expected, InvalidArgumentError } from "../errors.js";
import { parseHosts, type Host } from "./hosts.js";
import type { FilterFields } from "./filter_fields.js";

/** How many replicas must have answered before a call counts as done. */
export type Consistency = "ONE" | "QUORUM" | "ALL";

/** How vectors are searched. */
export interface WeaviateIndex {
  /** `"flat"` compares with every vector and is exact; `"hnsw"` is approximate and fast. Default "flat". */
  type?: "flat" | "hnsw";
  /** HNSW: `"rq"` keeps a byte for each component in memory, not four. Default "none". */
  quantization?: "none" | "rq";
  /** HNSW: candidates while building, from 4. More find more and build slower. Default 128. */
  efConstruction?: number;
  /** HNSW: edges of a vector, from 4. More find more and take memory. Default 32. */
  maxConnections?: number;
  /** HNSW: candidates of a search, from 1; -1 lets the server choose by k. Default -1. */
  ef?: number;
}

/** How the servers are reached. */
export interface WeaviateConnectionOptions {
  /**
   * Addresses of the cluster's servers: `http://HOST:PORT` or `https://…`, with `?grpc=PORT` or
   * `?grpc=HOST:PORT` where gRPC is not at port 50051. Needed. The first is asked until it fails.
   */
  hosts: string | readonly string[];
  /** Sent as bearer token. Default: none. */
  apiKey?: string;
  /** Sent with every call. Default: none. */
  headers?: Readonly<Record<string, string>>;
  /** How long one try may take; seconds, at least 0.1. Default 10. */
  timeoutSeconds?: number;
  /**
   * How often a call that failed at every server is tried again, with growing pauses; an integer
   * from 0 to 20. Default 5, which lasts longer than the election of a new leader.
   */
  retries?: number;
  /**
   * How many replicas must take a write, or answer for a read by id. Searches ask one replica.
   * Default "QUORUM".
   */
  consistency?: Consistency;
}

/** What `WeaviateCollection.connect` takes. */
export interface WeaviateCollectionOptions extends WeaviateConnectionOptions {
  /** Name of the collection in Weaviate: a capital, then letters, digits and `_`. Needed. */
  name: string;
  /** Length d of every vector, a positive integer. Needed for a new collection. Default: its own. */
  dimension?: number;
  /** Names the model and precision of the vectors. Needed for a new collection. Default: its own. */
  fingerprint?: string;
  /**
   * New collections: metadata fields that filters may ask for. Default: none, and for a collection
   * that is there its own.
   */
  filterFields?: FilterFields;
  /** BM25: analyzer, k1 (at least 0) and b ([0, 1]). Default: as `Bm25Index`. */
  bm25?: { readonly analyzer?: AnalyzerInput; readonly k1?: number; readonly b?: number };
  /** New collections: how vectors are searched. Default `{ type: "flat" }`. */
  index?: WeaviateIndex;
  /** New collections: parts over the servers, a positive integer. Default: one for each server. */
  shards?: number;
  /** New collections: copies of each part, a positive integer, at most one a server. Default 1. */
  replicas?: number;
  /** New collections: kept as JSON with the schema, for instance how to open the model. Default `{}`. */
  extra?: Readonly<Record<string, unknown>>;
  /** Passages sent at once, an integer from 1 to 5000. Default 256. */
  batchSize?: number;
  /** Batches on the way at once, an integer from 1 to 64. Default 4. */
  parallelBatches?: number;
  /**
   * Most hits that the servers give for one search, a positive integer: their
   * QUERY_MAXIMUM_RESULTS. Default 10,000.
   */
  maximumResults?: number;
}

/** The checked half of the options that no server is asked about. */
export interface CheckedConnection {
  readonly hosts: readonly Host[];
  readonly apiKey: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly retries: number;
  readonly consistency: Consistency;
  readonly batchSize: number;
  readonly parallelBatches: number;
  readonly maximumResults: number;
}

/** @throws InvalidArgumentError */
export function checkConnection(options: WeaviateCollectionOptions): CheckedConnection {
  const { hosts, apiKey, headers = {}, timeoutSeconds = 10, retries = 5 } = options;
  const { consistency = "QUORUM", batchSize = 256, parallelBatches = 4 } = options;
  const { maximumResults = 10_000, name } = options;
  if (typeof name !== "string" || !/^[A-Z][A-Za-z0-9_]{0,200}$/.test(name)) {
    throw expected("name", "a capital followed by letters, digits and _", name);
  }
  if (apiKey !== undefined && (typeof apiKey !== "string" || apiKey === "")) {
    const given = apiKey === "" ? "an empty one" : `one of type ${typeof apiKey}`;
    throw new InvalidArgumentError(`Expected \`apiKey\` to be a non-empty string, got ${given}.`);
  }
  if (!Number.isFinite(timeoutSeconds) || timeoutSeconds < 0.1) {
    throw expected("timeoutSeconds", "a number of at least 0.1", timeoutSeconds);
  }
  if (!["ONE", "QUORUM", "ALL"].includes(consistency)) {
    throw expected("consistency", '"ONE", "QUORUM" or "ALL"', consistency);
  }
  requireInteger("retries", retries, 0, 20);
  requireInteger("batchSize", batchSize, 1, 5000);
  requireInteger("parallelBatches", parallelBatches, 1, 64);
  requireInteger("maximumResults", maximumResults, 1, 1_000_000);
  return {
    hosts: parseHosts(hosts),
    apiKey,
    headers,
    timeoutSeconds,
    retries,
    consistency,
    batchSize,
    parallelBatches,
    maximumResults,
  };
}

/** @throws InvalidArgumentError */
export function checkIndex(index: WeaviateIndex): Required<WeaviateIndex> {
  const { type = "flat", quantization = "none" } = index;
  const { efConstruction = 128, maxConnections = 32, ef = -1 } = index;
  if (type !== "flat" && type !== "hnsw") throw expected("index.type", '"flat" or "hnsw"', type);
  if (quantization !== "none" && (quantization !== "rq" || type !== "hnsw")) {
    throw expected("index.quantization", '"none", or "rq" with hnsw', quantization);
  }
  requireInteger("index.efConstruction", efConstruction, 4, 10_000);
  requireInteger("index.maxConnections", maxConnections, 4, 2047);
  if (ef !== -1) requireInteger("index.ef", ef, 1, 100_000);
  return { type, quantization, efConstruction, maxConnections, ef };
}

/** @throws InvalidArgumentError */
export function requireInteger(name: string, value: number, least: number, most: number): void {
  if (!Number.isSafeInteger(value) || value < least || value > most) {
    throw expected(name, `an integer from ${least} to ${most}`, value);
  }
}
