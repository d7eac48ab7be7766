import type { LocalCollection } from "../../src/collection/local_collection.js";
import type { PassageCollection } from "../../src/collection/passage_collection.js";

/** A local collection with what every collection has, and no more: its reads are not held together. */
export function plainCollection(collection: LocalCollection): PassageCollection {
  return {
    dimension: collection.dimension,
    fingerprint: collection.fingerprint,
    add: collection.add.bind(collection),
    getVectors: collection.getVectors.bind(collection),
    scan: collection.scan.bind(collection),
    delete: collection.delete.bind(collection),
    get: collection.get.bind(collection),
    searchDense: collection.searchDense.bind(collection),
    searchBm25: collection.searchBm25.bind(collection),
    count: collection.count.bind(collection),
    close: collection.close.bind(collection),
  };
}
