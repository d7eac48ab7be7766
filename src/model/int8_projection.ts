/**
 * The matrix products of an encoder in 8 bits: weights with a scale per output, inputs with a scale
 * per token. A token's scale comes from that token alone, so a text's vector depends neither on the
 * other texts of its batch nor on padding; ONNX Runtime's own dynamic quantisation takes one scale for
 * the whole batch.
 */

import { setImmediate as yieldToEventLoop } from "node:timers/promises";
import { MICROSOFT } from "../onnx/graph_builder.js";
import { float, integers, zeroPoint } from "../onnx/graph_constants.js";
import type { CheckedWeights } from "./checked_weights.js";
import type { TensorSpec } from "./encoder_tensors.js";
import { quantizeRows } from "./int8_weights.js";
import type { EncoderBuilder, LinearMap, Projection, Rows } from "./projection.js";
import { blockWidth, rotate, rotation } from "./rotation.js";

/** Where zero is stored of rows with both signs, and how many steps there are on either side. */
const ZERO = 128;
const LARGEST = 127;

/** The same for GELU's results: most of the steps are for the positive ones. */
const ACTIVATED_ZERO = 32;
const ACTIVATED_LARGEST = 255 - ACTIVATED_ZERO;
/** GELU's smallest result is -0.16997: it must lie within the steps below zero. */
const SMALLEST_ACTIVATED_STEP = 0.17 / ACTIVATED_ZERO;

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
  /** One zero point per row, made for the first rows of a kind and used for all of them. */
  const zeroPoints = new Map<string, string>();
  const zerosOf = (steps: string, zero: number, per: Rows["per"]): string => {
    const kind = `${zero} per ${per}`;
    const known = zeroPoints.get(kind);
    if (known !== undefined) return known;
    const zeros = graph.node("Expand", [zeroPoint(graph, zero), graph.node("Shape", [steps])]);
    zeroPoints.set(kind, zeros);
    return zeros;
  };

  /** See rotation.ts: [n, width] → [n, width]. */
  const rotated = ({ name, width }: Rows, block: number): string => {
    const blocks = graph.node("Reshape", [name, integers(graph, -1, block)]);
    const matrix = graph.constant({
      name: `rotation ${block}`,
      type: "float32",
      dims: [block, block],
      data: rotation(block),
    });
    const product = graph.node("MatMul", [blocks, matrix]);
    return graph.node("Reshape", [product, integers(graph, -1, width)]);
  };

  /** @param block that in which the rows are rotated, where they are */
  const matrixOf = (weight: TensorSpec, block?: number): { matrix: string; scales: string } =>
    quantizedConstants(graph, weights, weight, block, pairsBounded);

  /**
   * @param name the rows, rotated where `block` is given
   * @param steps one per row, [n, 1]
   */
  const rowwise = (
    { name, width, per }: Rows,
    steps: string,
    zero: number,
    block?: number,
  ): LinearMap => {
    // A row is a block along its own axis: with a step for each place of the other axis the engine
    // would quantize on one thread.
    const bytes = graph.node("QuantizeLinear", [name, steps, zerosOf(steps, zero, per)], {
      attributes: { axis: { int: 1 }, block_size: { int: width } },
    });
    return (weight, bias) => {
      const { matrix, scales } = matrixOf(weight, block);
      const inputs = [bytes, matrix, float(graph, 1), scales, zeroPoint(graph, zero)];
      const sums = graph.node("MatMulIntegerToFloat", inputs, { domain: MICROSOFT });
      const product = graph.node("Mul", [sums, steps]);
      return bias === undefined ? product : graph.node("Add", [product, bias]);
    };
  };

  const signed = (rows: Rows, block?: number): LinearMap => {
    const sizes = graph.node("Abs", [rows.name]);
    const largest = graph.node("ReduceMax", [sizes, integers(graph, -1)]);
    // Of a row of zeros the step is zero, which makes zeros again of whatever bytes it becomes.
    const steps = graph.node("Mul", [largest, float(graph, 1 / LARGEST)]);
    return rowwise(rows, steps, ZERO, block);
  };

  const activated = (rows: Rows): LinearMap => {
    const highest = graph.node("ReduceMax", [rows.name, integers(graph, -1)]);
    const step = graph.node("Mul", [highest, float(graph, 1 / ACTIVATED_LARGEST)]);
    const steps = graph.node("Max", [step, float(graph, SMALLEST_ACTIVATED_STEP)]);
    return rowwise(rows, steps, ACTIVATED_ZERO);
  };

  return (rows) => {
    if (rows.source === "activated") return activated(rows);
    if (rows.source === "context") return signed(rows);
    const block = blockWidth(rows.width);
    return signed({ ...rows, name: rotated(rows, block) }, block);
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
