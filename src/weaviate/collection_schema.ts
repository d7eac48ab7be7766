/**
 * The two Weaviate collections behind one of ours: passages with the vector of their first window,
 * and further windows. They are apart because the server's BM25 counts every object of a collection
 * as a passage.
 */

import { dataTypeOf, type FilterField } from "./filter_fields.js";
import type { WeaviateIndex } from "./weaviate_options.js";

/** What servers make of a new collection, and check of one that is there. */
export interface CollectionLayout {
  readonly index: Required<WeaviateIndex>;
  readonly k1: number;
  readonly b: number;
  /** `undefined`: as many as there are servers. */
  readonly shards: number | undefined;
  readonly replicas: number;
}

interface Property {
  name: string;
  dataType: string[];
  tokenization?: string;
  indexFilterable: boolean;
  indexSearchable: boolean;
  indexRangeFilters: boolean;
}

/** The collection that holds the further windows. */
export function windowsName(name: string): string {
  return `${name}_windows`;
}

export function passagesSchema(
  name: string,
  description: string,
  fields: readonly FilterField[],
  layout: CollectionLayout,
): object {
  return schema(name, description, layout, [
    stored("passageId", "text"),
    stored("text", "text"),
    stored("exactText", "text"),
    stored("metadata", "text"),
    { ...stored("terms", "text"), tokenization: "whitespace", indexSearchable: true },
    { ...stored("sequence", "int"), indexFilterable: true, indexRangeFilters: true },
    stored("windows", "int"),
    ...filterProperties(fields),
  ]);
}

export function windowsSchema(
  name: string,
  fields: readonly FilterField[],
  layout: CollectionLayout,
): object {
  return schema(windowsName(name), `Further windows of the passages of ${name}`, layout, [
    { ...stored("passage", "uuid"), indexFilterable: true },
    stored("passageId", "text"),
    { ...stored("sequence", "int"), indexFilterable: true },
    { ...stored("window", "int"), indexFilterable: true },
    ...filterProperties(fields),
  ]);
}

function schema(
  name: string,
  description: string,
  { index, k1, b, shards, replicas }: CollectionLayout,
  properties: Property[],
): object {
  return {
    class: name,
    description,
    properties,
    vectorConfig: {
      default: {
        vectorizer: { none: {} },
        vectorIndexType: index.type,
        vectorIndexConfig: {
          distance: "dot",
          // A server may be set to quantize what does not say otherwise.
          skipDefaultQuantization: index.quantization === "none",
          ...(index.type === "hnsw" && {
            efConstruction: index.efConstruction,
            maxConnections: index.maxConnections,
            ef: index.ef,
            ...(index.quantization === "rq" && { rq: { enabled: true, bits: 8 } }),
          }),
        },
      },
    },
    invertedIndexConfig: { bm25: { k1, b }, stopwords: { preset: "none" } },
    ...(shards !== undefined && { shardingConfig: { desiredCount: shards } }),
    replicationConfig: {
      factor: replicas,
      asyncEnabled: replicas > 1,
      deletionStrategy: "TimeBasedResolution",
    },
  };
}

/** A property that is kept and not indexed. */
function stored(name: string, dataType: string): Property {
  return {
    name,
    dataType: [dataType],
    indexFilterable: false,
    indexSearchable: false,
    indexRangeFilters: false,
    ...(dataType.startsWith("text") && { tokenization: "field" }),
  };
}

function filterProperties(fields: readonly FilterField[]): Property[] {
  return [
    { ...stored("present", "text[]"), indexFilterable: true },
    ...fields.map((field): Property => {
      const ranges = dataTypeOf(field) === "number";
      return {
        ...stored(field.property, dataTypeOf(field)),
        indexFilterable: true,
        indexRangeFilters: ranges,
      };
    }),
  ];
}
