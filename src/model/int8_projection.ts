/**
 * The matrix products of an encoder in 8 bits: weights with a scale per output, inputs with a scale
 * per token. A token's scale comes from that token alone, so a text's vector depends neither on the
 * other texts of its batch nor on padding; ONNX Runtime's own dynamic quantisation takes one scale for
 * the whole batch.
 */

import { setImmediate as yieldToEventLoop } from "node:timers/promises";
import { MICROSOFT } from "../onnx/graph_builder.js";
import type { CheckedWeights } from "./checked_weights.js";
import type { TensorSpec } from "./encoder_tensors.js";
import { float, integers } from "./graph_constants.js";
import { quantizeRows } from "./int8_weights.js";
import { type EncoderBuilder, type LinearMap, type Projection } from "./projection.js";
import { blockWidth, rotate, rotation } from "./rotation.js";

/** Where zero is stored of rows with both signs, and how many steps there are on either side. */
const ZERO = 128;
const LARGEST = 127;

/** The same for GELU's results: most of the steps are for the positive ones. */
const ACTIVATED_ZERO = 32;
const ACTIVATED_LARGEST = 255 - ACTIVATED_ZERO;
/** GELU's smallest result is -0.16997: it must lie within the steps below zero. */
const SMALLEST_ACTIVATED_STEP = 0.17 / ACTIVATED_ZERO;

/** A token of zeros has a step that is not zero. */
const SMALLEST_EXTENT = 1e-10;

/** Rows quantised between two turns of the event loop. */
const SLICE = 256;

/**
 * Products in int8. Rows out of a LayerNorm are rotated (rotation.ts), and the weights with them: some
 * of their components are much larger than the others. Sums of values are even as they are. Results of
 * GELU are nearly all positive, which their steps make use of, and a rotation would end.
 *
 * @param pairsBounded see `quantizeRows`
 */
export function int8Projection(
  graph: EncoderBuilder,
  weights: CheckedWeights,
  pairsBounded: boolean,
): Projection {
  const zeroPoint = (value: number): string =>
    graph.constant({
      name: `zero point ${value}`,
      type: "uint8",
      dims: [],
      data: Uint8Array.of(value),
    });

  /** See rotation.ts: [n, inputs] → [n, inputs]. */
  const rotated = (rows: string, block: number): string => {
    const blocks = graph.node("Reshape", [rows, integers(graph, -1, block)]);
    const matrix = graph.constant({
      name: `rotation ${block}`,
      type: "float32",
      dims: [block, block],
      data: rotation(block),
    });
    const width = integers(graph, -1, weights.dimension);
    return graph.node("Reshape", [graph.node("MatMul", [blocks, matrix]), width]);
  };

  /** @param block that in which the rows are rotated, where they are */
  const matrixOf = (weight: TensorSpec, block?: number): { matrix: string; scales: string } =>
    quantizedConstants(graph, weights, weight, block, pairsBounded);

  /** @param steps one per token, [n, 1] */
  const tokenwise = (rows: string, steps: string, zero: number, block?: number): LinearMap => {
    // Not squeezed: of no rows at all the engine makes maxima of another shape.
    const flat = graph.node("Reshape", [steps, integers(graph, -1)]);
    const zeros = graph.node("Expand", [zeroPoint(zero), graph.node("Shape", [flat])]);
    const bytes = graph.node("QuantizeLinear", [rows, flat, zeros], {
      attributes: { axis: { int: 0 } },
    });
    const column = graph.node("Unsqueeze", [flat, integers(graph, 1)]);
    return (weight, bias) => {
      const { matrix, scales } = matrixOf(weight, block);
      const inputs = [bytes, matrix, float(graph, 1), scales, zeroPoint(zero)];
      const sums = graph.node("MatMulIntegerToFloat", inputs, { domain: MICROSOFT });
      const product = graph.node("Mul", [sums, column]);
      return bias === undefined ? product : graph.node("Add", [product, bias]);
    };
  };

  const signed = (rows: string, block?: number): LinearMap => {
    const highest = graph.node("ReduceMax", [rows, integers(graph, -1)]);
    const lowest = graph.node("ReduceMin", [rows, integers(graph, -1)]);
    const opposite = graph.node("Neg", [lowest]);
    const extent = graph.node("Max", [highest, opposite, float(graph, SMALLEST_EXTENT)]);
    const steps = graph.node("Mul", [extent, float(graph, 1 / LARGEST)]);
    return tokenwise(rows, steps, ZERO, block);
  };

  const activated = (rows: string): LinearMap => {
    const highest = graph.node("ReduceMax", [rows, integers(graph, -1)]);
    const step = graph.node("Mul", [highest, float(graph, 1 / ACTIVATED_LARGEST)]);
    const steps = graph.node("Max", [step, float(graph, SMALLEST_ACTIVATED_STEP)]);
    return tokenwise(rows, steps, ACTIVATED_ZERO);
  };

  const normed = (rows: string): LinearMap => {
    const block = blockWidth(weights.dimension);
    return signed(rotated(rows, block), block);
  };

  return (rows, source) => {
    if (source === "activated") return activated(rows);
    return source === "normed" ? normed(rows) : signed(rows);
  };
}

function quantizedConstants(
  graph: EncoderBuilder,
  weights: CheckedWeights,
  weight: TensorSpec,
  block: number | undefined,
  pairsBounded: boolean,
): { matrix: string; scales: string } {
  const [outputs, inputs] = [weight.shape[0]!, weight.shape[1]!];
  const scales = new Float32Array(outputs);
  const matrix = graph.constant({
    name: `${weight.name}.int8`,
    type: "int8",
    dims: [inputs, outputs],
    read: async () => {
      const bytes = new Int8Array(inputs * outputs);
      const values = await weights.read(weight);
      for (let start = 0; start < outputs; start += SLICE) {
        const count = Math.min(SLICE, outputs - start);
        const slice = values.subarray(start * inputs, (start + count) * inputs);
        if (block !== undefined) rotate(slice, block);
        quantizeRows(slice, count, inputs, bytes, scales, start, pairsBounded);
        await yieldToEventLoop();
      }
      return bytes;
    },
  });
  return {
    matrix,
    // Constants are read in the order they were added: the matrix fills this in before.
    scales: graph.constant({
      name: `${weight.name}.scale`,
      type: "float32",
      dims: [outputs],
      read: () => Promise.resolve(scales),
    }),
  };
}
