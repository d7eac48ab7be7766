/** The insertion numbers in a Weaviate collection. */

import type { WeaviateTables } from "./weaviate_tables.js";

/** The highest sequence of a stored passage, or `undefined` where there is none. */
export async function highestSequence(
  tables: WeaviateTables,
  signal?: AbortSignal,
): Promise<number | undefined> {
  const { totalCount, properties } = await tables.search(
    "passages",
    (collection) =>
      collection.aggregate.overAll({
        returnMetrics: collection.metrics.aggregate("sequence").integer(["maximum"]),
      }),
    signal,
  );
  if (totalCount === 0) return undefined;
  const { sequence }: { sequence?: { maximum?: unknown } } = { ...properties };
  return typeof sequence?.maximum === "number" ? sequence.maximum : undefined;
}
