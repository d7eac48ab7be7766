/**
 * `langchain-tasb/weaviate`: a passage collection in a Weaviate cluster. Needs the package
 * `weaviate-client`, which is loaded by the first connection.
 *
 * @module langchain-tasb/weaviate
 */

export * from "./public_errors.js";
export { WeaviateCollection, type WeaviateAddOptions } from "./weaviate/weaviate_collection.js";
export type { CollectionRecord } from "./weaviate/collection_record.js";
export type { InspectedCollection } from "./weaviate/connect.js";
export type { FilterFields, FilterKind } from "./weaviate/filter_fields.js";
export type {
  Consistency,
  WeaviateCollectionOptions,
  WeaviateConnectionOptions,
  WeaviateIndex,
} from "./weaviate/weaviate_options.js";
