/** Upper bounds on the scores of quantized rows, as a graph of the engine. */

import { HIGH_STEP, LARGEST_PART, QUERY_ZERO_POINT } from "../linalg/centered_int8.js";
import { GraphBuilder, MICROSOFT } from "../onnx/graph_builder.js";
import { float, integers, zeroPoint } from "../onnx/graph_constants.js";
import { writeModel } from "../onnx/model_writer.js";

/** Rows of one group, of which the largest bound is told. */
export const GROUP_ROWS = 64;

/** Above the roundings of one bound, 7 at most: 8 units of float32's roundoff. */
const ROUNDINGS = 2 ** -21;

/**
 * More than a bound loses where a number of the graph is smaller than float32 has places for, in steps of
 * the query: to be added to what `graphError` covers.
 */
export const UNDERFLOW = 2 ** -110;

/** The least number of rows, in whole groups, that is no smaller. */
export function wholeGroups(rows: number): number {
  return Math.ceil(rows / GROUP_ROWS) * GROUP_ROWS;
}

/** How many numbers the bounds of that many rows are, for one query. */
export function boundCount(rows: number): number {
  return wholeGroups(rows) * (1 + 1 / GROUP_ROWS);
}

/**
 * uppers [q, n] = scales · (126 · high + low + errors), where high and low are the products of the
 * rows with the two parts of each query; and the highest of each group, [q, n / 64].
 *
 * Everything is in steps of the query, so that nothing leaves the range of float32 because a query is
 * very long or short.
 *
 * @param values [d, n], integers of at most 127
 * @param scales [n]; n a multiple of `GROUP_ROWS`
 */
export function boundGraph(values: Int8Array, scales: Float32Array, dimension: number): Uint8Array {
  const n = scales.length;
  const groups = n / GROUP_ROWS;
  const graph = new GraphBuilder();
  const queries = graph.input("queries", "uint8", ["q", 2, dimension]);
  const errors = graph.input("errors", "float32", ["q", 1]);
  const matrix = { name: "rows", type: "int8", dims: [dimension, n], data: values } as const;
  const rows = graph.constant(matrix);
  const rowScales = graph.constant({ name: "scales", type: "float32", dims: [n], data: scales });
  const steps = graph.constant({
    name: "steps",
    type: "float32",
    dims: [2],
    data: Float32Array.of(HIGH_STEP, 1),
  });
  const products = graph.node(
    "MatMulIntegerToFloat",
    [queries, rows, float(graph, 1), rowScales, zeroPoint(graph, QUERY_ZERO_POINT)],
    { domain: MICROSOFT },
  );
  const sums = graph.node("MatMul", [steps, products]);
  const slacks = graph.node("Mul", [errors, rowScales]);
  const uppers = graph.node("Add", [sums, slacks], { output: "uppers" });
  const grouped = graph.node("Reshape", [uppers, integers(graph, 0, groups, GROUP_ROWS)]);
  graph.node("ReduceMax", [grouped, integers(graph, -1)], {
    output: "highest",
    attributes: { keepdims: { int: 0 } },
  });
  graph.output("uppers", "float32", ["q", n]);
  graph.output("highest", "float32", ["q", groups]);
  return writeModel(graph.build());
}

/**
 * The `errors` of a query for the graph: with it the bounds of all rows are upper ones up to `UNDERFLOW`,
 * though they are computed in float32.
 *
 * @param error largest error of a product, for a scale of 1, in steps of the query
 * @param largestNorm of the integers of a row
 * @param d components of a row
 */
export function graphError(error: number, largestNorm: number, d: number): number {
  // No product of a part of a query is larger than the product of the norms.
  const products = (HIGH_STEP + 1) * LARGEST_PART * Math.sqrt(d) * largestNorm;
  return Math.fround((error + ROUNDINGS * products) * (1 + 2 ** -20));
}
