/** The scores of rows by the engine's float32 products, as a graph. */

import type { GraphBuilder } from "../onnx/graph_builder.js";
import type { AnyInitializer } from "../onnx/onnx_model.js";
import type { NamedTensors } from "../onnx/tensor_data.js";

/** Rows of a group, at most. */
const MOST_GROUP_ROWS = 64;

/** The most rows of a group, so that a block is made of whole groups. */
export function groupRowsOf(blockRows: number): number {
  let rows = Math.min(MOST_GROUP_ROWS, blockRows);
  while (blockRows % rows !== 0) rows -= 1;
  return rows;
}

/**
 * Adds scores [n, q] = vectors [n, d] · queries [d, q], and the highest of each query and group,
 * [n / groupRows, q].
 *
 * @param vectors name of the matrix
 * @param rows n, or its name where it differs from run to run
 */
export function addScores<I extends AnyInitializer>(
  graph: GraphBuilder<I>,
  vectors: string,
  dimension: number,
  rows: number | string,
): void {
  const queries = graph.input("queries", "float32", [dimension, "queries"]);
  const shape = graph.input("shape", "int64", [3]);
  const scores = graph.node("MatMul", [vectors, queries], { output: "scores" });
  const axes = graph.input("axes", "int64", [1]);
  graph.node("ReduceMax", [graph.node("Reshape", [scores, shape]), axes], {
    output: "highest",
    attributes: { keepdims: { int: 0 } },
  });
  graph.output("scores", "float32", [rows, "queries"]);
  graph.output("highest", "float32", ["groups", "queries"]);
}

/** Scores of n rows for q queries. */
export interface GroupedScores {
  /** [n, q] */
  readonly scores: Float32Array;
  /** Those of each query and group, [n / groupRows, q]. */
  readonly highest: Float32Array;
  /** A divisor of n. */
  readonly groupRows: number;
}

/** What a run of the graph takes and gives. */
export interface ScoreRun {
  readonly feeds: NamedTensors;
  readonly into: NamedTensors;
  readonly grouped: GroupedScores;
}

/** How many numbers a run writes. */
export function scoreCount(rows: number, q: number, groupRows: number): number {
  return q * (rows + rows / groupRows);
}

/**
 * @param queries row-major [d, q]
 * @param room of `scoreCount` numbers
 */
export function scoreRun(
  queries: Float32Array,
  { rows, q, groupRows }: { rows: number; q: number; groupRows: number },
  room: Float32Array,
): ScoreRun {
  const groups = rows / groupRows;
  const scores = room.subarray(0, q * rows);
  const highest = room.subarray(q * rows, q * (rows + groups));
  return {
    feeds: {
      queries: { type: "float32", dims: [queries.length / q, q], data: queries },
      shape: { type: "int64", dims: [3], data: BigInt64Array.from([groups, groupRows, q], BigInt) },
      axes: { type: "int64", dims: [1], data: BigInt64Array.of(1n) },
    },
    into: {
      scores: { type: "float32", dims: [rows, q], data: scores },
      highest: { type: "float32", dims: [groups, q], data: highest },
    },
    grouped: { scores, highest, groupRows },
  };
}
