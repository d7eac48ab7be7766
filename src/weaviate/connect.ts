/** Finds a collection in the servers, or makes it, and sees to it that it is the one asked for. */

import type { CollectionConfig } from "weaviate-client";

import type { Analyzer } from "../bm25/analyzer.js";
import { analyzerOf } from "../bm25/index_options.js";
import { Bm25Index } from "../bm25/inverted_index.js";
import {
  CollectionError,
  expected,
  FingerprintMismatchError,
  InvalidArgumentError,
} from "../errors.js";
import { formatRecord, parseRecord, type CollectionRecord } from "./collection_record.js";
import {
  passagesSchema,
  windowsName,
  windowsSchema,
  type CollectionLayout,
} from "./collection_schema.js";
import { checkFilterFields } from "./filter_fields.js";
import type { HostPool } from "./host_pool.js";
import { checkIndex, requireInteger, type WeaviateCollectionOptions } from "./weaviate_options.js";

/** A collection by what it says of itself. */
export interface InspectedCollection extends CollectionRecord {
  /** How vectors are searched: all of them, or approximately. */
  readonly index: "flat" | "hnsw";
}

export interface FoundCollection {
  record: CollectionRecord;
  analyzer: Analyzer;
  /** Copies of each part. */
  replicas: number;
}

/**
 * @throws CollectionError `COLLECTION_MISMATCH`, FingerprintMismatchError, InvalidArgumentError,
 *   CollectionUnavailableError
 */
export async function findOrCreate(
  pool: HostPool,
  options: WeaviateCollectionOptions,
): Promise<FoundCollection> {
  const { name } = options;
  const analyzer = analyzerOf(options.bm25 ?? {});
  const layout = layoutOf(options);
  const exists = await pool.run((client) => client.collections.exists(name));
  if (!exists) {
    const description = formatRecord(newRecord(options, analyzer));
    const fields = checkFilterFields(options.filterFields ?? {});
    await create(pool, name, passagesSchema(name, description, fields, layout));
  }
  const config = await pool.run((client) => client.collections.use(name).config.get());
  const record = parseRecord(name, config.description);
  checkConfig(name, config, options);
  checkRecord(record, analyzer, options);
  if (!(await pool.run((client) => client.collections.exists(windowsName(name))))) {
    const made = layoutOf({ ...options, ...layoutIn(config) });
    const fields = checkFilterFields(record.filterFields);
    await create(pool, windowsName(name), windowsSchema(name, fields, made));
  }
  return { record, analyzer, replicas: config.replication.factor };
}

/** What a collection says of itself, `undefined` where there is none. */
export async function inspect(
  pool: HostPool,
  name: string,
): Promise<InspectedCollection | undefined> {
  if (!(await pool.run((client) => client.collections.exists(name)))) return undefined;
  const config = await pool.run((client) => client.collections.use(name).config.get());
  const index = config.vectorizers["default"]?.indexType === "flat" ? "flat" : "hnsw";
  return { ...parseRecord(name, config.description), index };
}

function newRecord(options: WeaviateCollectionOptions, analyzer: Analyzer): CollectionRecord {
  const { name, dimension, fingerprint, filterFields = {}, extra = {} } = options;
  if (dimension === undefined || fingerprint === undefined) {
    throw new InvalidArgumentError(
      `There is no collection \`${name}\` in the Weaviate server; to make one, \`dimension\` and ` +
        "`fingerprint` are needed.",
    );
  }
  requireInteger("dimension", dimension, 1, 65_535);
  if (typeof fingerprint !== "string" || fingerprint === "") {
    throw expected("fingerprint", "a non-empty string", fingerprint);
  }
  return { dimension, fingerprint, analyzer: analyzer.fingerprint, filterFields, extra };
}

function layoutOf(options: WeaviateCollectionOptions): CollectionLayout {
  const { shards, replicas = 1, index = {}, bm25: { k1, b } = {} } = options;
  if (shards !== undefined) requireInteger("shards", shards, 1, 10_000);
  requireInteger("replicas", replicas, 1, 1000);
  const { parameters } = new Bm25Index({
    ...(k1 !== undefined && { k1 }),
    ...(b !== undefined && { b }),
  });
  return { index: checkIndex(index), k1: parameters.k1, b: parameters.b, shards, replicas };
}

/** Two programs may make the same collection at once: what counts is what is there afterwards. */
async function create(pool: HostPool, name: string, schema: object): Promise<void> {
  await pool.run(async (client) => {
    try {
      await client.collections.createFromSchema(schema);
    } catch (error) {
      if (!(await client.collections.exists(name).catch(() => false))) throw error;
    }
  });
}

/** The layout of a collection that is there, as options. */
function layoutIn(config: CollectionConfig): Partial<WeaviateCollectionOptions> {
  const desiredCount = config.sharding?.desiredCount ?? 0;
  return {
    replicas: config.replication.factor,
    ...(desiredCount > 0 && { shards: desiredCount }),
    bm25: { k1: config.invertedIndex.bm25.k1, b: config.invertedIndex.bm25.b },
  };
}

type Setting = string | number | undefined;

function checkConfig(
  name: string,
  config: CollectionConfig,
  { index, shards, replicas, bm25 }: WeaviateCollectionOptions,
): void {
  const vectors = config.vectorizers["default"];
  const indexConfig: object = vectors?.indexConfig ?? {};
  const distance = "distance" in indexConfig ? String(indexConfig.distance) : undefined;
  const found = layoutIn(config);
  const settings: [setting: string, wanted: Setting, is: Setting][] = [
    ["distance", "dot", distance],
    ["stop words", "none", config.invertedIndex.stopwords?.preset],
    ["index", index === undefined ? undefined : (index.type ?? "flat"), vectors?.indexType],
    ["shards", shards, found.shards],
    ["replicas", replicas, found.replicas],
    ["k1", bm25?.k1, found.bm25?.k1],
    ["b", bm25?.b, found.bm25?.b],
  ];
  for (const [setting, wanted, is] of settings) {
    if (wanted === undefined || same(wanted, is)) continue;
    throw new CollectionError(
      "COLLECTION_MISMATCH",
      `Expected the Weaviate collection \`${name}\` to have ${setting} = ${String(wanted)}, it has ` +
        `${String(is)}.`,
    );
  }
}

/** Servers keep k1 and b as float32. */
function same(wanted: Setting, is: Setting): boolean {
  return typeof wanted === "number" && typeof is === "number"
    ? Math.fround(wanted) === Math.fround(is)
    : wanted === is;
}

function checkRecord(
  record: CollectionRecord,
  analyzer: Analyzer,
  { name, dimension, fingerprint, filterFields }: WeaviateCollectionOptions,
): void {
  if (fingerprint !== undefined && fingerprint !== record.fingerprint) {
    throw new FingerprintMismatchError(record.fingerprint, fingerprint);
  }
  if (dimension !== undefined && dimension !== record.dimension) {
    throw new FingerprintMismatchError(
      `${record.dimension} dimensions`,
      `${dimension} dimensions`,
      `The collection \`${name}\` holds vectors of ${record.dimension} numbers, not ${dimension}.`,
    );
  }
  if (analyzer.fingerprint !== record.analyzer) {
    throw new FingerprintMismatchError(
      record.analyzer,
      analyzer.fingerprint,
      `The terms of the collection \`${name}\` were made by the analyzer \`${record.analyzer}\`, not ` +
        `by \`${analyzer.fingerprint}\`: pass the same \`bm25\`.`,
    );
  }
  for (const [field, kind] of Object.entries(filterFields ?? {})) {
    if (Object.hasOwn(record.filterFields, field) && record.filterFields[field] === kind) continue;
    throw new CollectionError(
      "COLLECTION_MISMATCH",
      `Expected the Weaviate collection \`${name}\` to have the filter field \`${field}\` of the kind ` +
        `${kind}; filter fields are chosen when a collection is made.`,
    );
  }
}
