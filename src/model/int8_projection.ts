/**
 * The matrix products of an encoder in 8 bits: weights with a scale per output, inputs with a
 * scale per token, both rotated (rotation.ts). A token's scale comes from that token alone, so a text's vector depends neither
 * on the other texts of its batch nor on padding; ONNX Runtime's own dynamic quantisation takes one
 * scale for the whole batch.
 */

import { MICROSOFT } from "../onnx/graph_builder.js";
import { turn, type CheckedWeights } from "./checked_weights.js";
import type { LinearSpec } from "./encoder_tensors.js";
import { quantizeRows } from "./int8_weights.js";
import { stackedBias, type EncoderBuilder, type Projection } from "./projection.js";
import { blockWidth, rotate, rotation } from "./rotation.js";

/** Where zero is stored, and how many steps there are on either side of it. */
const ZERO = 128;
const LARGEST = 127;

/** A token of zeros has a step that is not zero. */
const SMALLEST_STEP = 1e-12;

/** Rows quantised between two turns of the event loop. */
const SLICE = 256;

/** Products in int8. */
export function int8Projection(graph: EncoderBuilder, weights: CheckedWeights): Projection {
  const constant = (
    name: string,
    type: "float32" | "int64" | "uint8",
    dims: readonly number[],
    data: ArrayBufferView,
  ): string => graph.constant({ name, type, dims, data });
  const scalar = (value: number): string =>
    constant(`float ${value}`, "float32", [], Float32Array.of(value));
  const integers = (...values: readonly number[]): string =>
    constant(
      `[${values.join(", ")}]`,
      "int64",
      [values.length],
      BigInt64Array.from(values, BigInt),
    );

  /** See rotation.ts: [n, inputs] → [n, inputs]. */
  const rotated = (rows: string, inputs: number): string => {
    const block = blockWidth(inputs);
    const blocks = graph.node("Reshape", [rows, integers(-1, block)]);
    const matrix = constant(`rotation ${block}`, "float32", [block, block], rotation(block));
    return graph.node("Reshape", [graph.node("MatMul", [blocks, matrix]), integers(-1, inputs)]);
  };

  /** One scale per row: [n, inputs] → [n]. */
  const rowScales = (rows: string): string => {
    const highest = graph.node("ReduceMax", [rows, integers(-1)]);
    const lowest = graph.node("ReduceMin", [rows, integers(-1)]);
    const extent = graph.node("Max", [highest, graph.node("Neg", [lowest])]);
    const step = graph.node("Mul", [extent, scalar(1 / LARGEST)]);
    // Not squeezed: of no rows at all the engine makes maxima of another shape.
    return graph.node("Reshape", [graph.node("Max", [step, scalar(SMALLEST_STEP)]), integers(-1)]);
  };

  const product = (input: string, linears: readonly LinearSpec[]): string => {
    const { matrix, scales } = quantizedConstants(graph, weights, linears);
    const zero = constant(`zero point ${ZERO}`, "uint8", [], Uint8Array.of(ZERO));
    const rows = rotated(input, linears[0]!.weight.shape[1]!);
    const flat = rowScales(rows);
    const zeros = graph.node("Expand", [zero, graph.node("Shape", [flat])]);
    const bytes = graph.node("QuantizeLinear", [rows, flat, zeros], {
      attributes: { axis: { int: 0 } },
    });
    const sums = graph.node("MatMulIntegerToFloat", [bytes, matrix, scalar(1), scales, zero], {
      domain: MICROSOFT,
    });
    return graph.node("Mul", [sums, graph.node("Unsqueeze", [flat, integers(1)])]);
  };

  return {
    withoutBias: product,
    withBias: (rows, linear) =>
      graph.node("Add", [product(rows, [linear]), stackedBias(graph, weights, [linear])]),
  };
}

function quantizedConstants(
  graph: EncoderBuilder,
  weights: CheckedWeights,
  linears: readonly LinearSpec[],
): { matrix: string; scales: string } {
  const name = linears.map((linear) => linear.weight.name).join("+");
  const inputs = linears[0]!.weight.shape[1]!;
  const outputs = linears.reduce((sum, linear) => sum + linear.weight.shape[0]!, 0);
  const scales = new Float32Array(outputs);
  const matrix = graph.constant({
    name: `${name}.int8`,
    type: "int8",
    dims: [inputs, outputs],
    read: async () => {
      const bytes = new Int8Array(inputs * outputs);
      let column = 0;
      for (const { weight } of linears) {
        const values = await weights.read(weight);
        const rows = weight.shape[0]!;
        for (let start = 0; start < rows; start += SLICE) {
          const count = Math.min(SLICE, rows - start);
          const slice = values.subarray(start * inputs, (start + count) * inputs);
          rotate(slice, blockWidth(inputs));
          quantizeRows(slice, count, inputs, bytes, scales, column + start);
          await turn();
        }
        column += rows;
      }
      return bytes;
    },
  });
  return {
    matrix,
    // Constants are read in the order they were added: the matrix fills this in before.
    scales: graph.constant({
      name: `${name}.scale`,
      type: "float32",
      dims: [outputs],
      read: () => Promise.resolve(scales),
    }),
  };
}
