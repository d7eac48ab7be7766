/** The scores of rows by the engine's float32 products, as a graph. */

import type { GraphBuilder } from "../onnx/graph_builder.js";
import type { AnyInitializer } from "../onnx/onnx_model.js";
import type { NamedTensors } from "../onnx/tensor_data.js";

/** Blocks that are multiplied as one matrix, 64 MB where they are of the usual size. */
export const BLOCKS_PER_PIECE = 4;

/** Such matrices in one call, which takes about ten milliseconds for one query. */
export const PIECES_PER_CALL = 4;

/** Rows of a group, at most. */
const MOST_GROUP_ROWS = 64;

/** The most rows of a group, so that a block is made of whole groups. */
export function groupRowsOf(blockRows: number): number {
  let rows = Math.min(MOST_GROUP_ROWS, blockRows);
  while (blockRows % rows !== 0) rows -= 1;
  return rows;
}

/** Rows that a run multiplies with its queries. */
export interface Piece {
  /** n; 0 where the piece is left out */
  readonly rows: number;
  /** A divisor of n, positive. */
  readonly groupRows: number;
}

/**
 * Adds, for each of several matrices, scores [n, q] = vectors [n, d] · queries [d, q], and the highest
 * of each query and group, [n / groupRows, q]. Between two products of a run the engine's threads stay
 * awake, and between two runs they sleep: so one run takes several matrices.
 *
 * @param products each adds one matrix's product with the queries, and returns the name `output`
 */
export function addScores<I extends AnyInitializer>(
  graph: GraphBuilder<I>,
  products: readonly ((queries: string, output: string) => string)[],
  dimension: number,
): void {
  const queries = graph.input("queries", "float32", [dimension, "queries"]);
  const axes = graph.input("axes", "int64", [1]);
  for (const [i, product] of products.entries()) {
    const shape = graph.input(`shape${i}`, "int64", [3]);
    const scores = product(queries, `scores${i}`);
    graph.node("ReduceMax", [graph.node("Reshape", [scores, shape]), axes], {
      output: `highest${i}`,
      attributes: { keepdims: { int: 0 } },
    });
    graph.output(`scores${i}`, "float32", [`rows${i}`, "queries"]);
    graph.output(`highest${i}`, "float32", [`groups${i}`, "queries"]);
  }
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
  /** Of each piece. */
  readonly grouped: readonly GroupedScores[];
}

/** How many numbers a run writes. */
export function scoreCount(pieces: readonly Piece[], q: number): number {
  return pieces.reduce((sum, { rows, groupRows }) => sum + q * (rows + rows / groupRows), 0);
}

/**
 * @param queries row-major [d, q]
 * @param pieces as many as the graph has
 * @param room of `scoreCount` numbers
 */
export function scoreRun(
  queries: Float32Array,
  q: number,
  pieces: readonly Piece[],
  room: Float32Array,
): ScoreRun {
  const feeds: NamedTensors = {
    queries: { type: "float32", dims: [queries.length / q, q], data: queries },
    axes: { type: "int64", dims: [1], data: BigInt64Array.of(1n) },
  };
  const into: NamedTensors = {};
  const grouped: GroupedScores[] = [];
  let at = 0;
  for (const [i, { rows, groupRows }] of pieces.entries()) {
    const groups = rows / groupRows;
    const scores = room.subarray(at, at + q * rows);
    const highest = room.subarray(at + q * rows, at + q * (rows + groups));
    at += q * (rows + groups);
    const shape = BigInt64Array.from([groups, groupRows, q], BigInt);
    feeds[`shape${i}`] = { type: "int64", dims: [3], data: shape };
    into[`scores${i}`] = { type: "float32", dims: [rows, q], data: scores };
    into[`highest${i}`] = { type: "float32", dims: [groups, q], data: highest };
    grouped.push({ scores, highest, groupRows });
  }
  return { feeds, into, grouped };
}
