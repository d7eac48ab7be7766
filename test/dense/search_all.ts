import type { DenseIndex, DenseRanking } from "../../src/dense/dense_index.js";

/** @param queries row-major [q, d], asked at once */
export async function searchAll(
  index: DenseIndex,
  queries: Float32Array,
  k: number,
): Promise<DenseRanking[]> {
  const d = index.dimension;
  return Promise.all(
    Array.from({ length: queries.length / d }, (_, i) =>
      index.search(queries.subarray(i * d, (i + 1) * d), k),
    ),
  );
}
