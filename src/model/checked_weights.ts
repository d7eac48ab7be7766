/** A checkpoint whose tensors were checked against the config before anything uses them. */

import { createHash } from "node:crypto";
import { setImmediate as yieldToEventLoop } from "node:timers/promises";
import { ModelError } from "../errors.js";
import type { EncoderConfig } from "./encoder_config.js";
import { encoderTensors, type EncoderTensors, type TensorSpec } from "./encoder_tensors.js";
import type { WeightSource } from "./weights.js";

/** Numbers looked at between two turns of the event loop. */
const SLICE = 2 ** 20;

/** Reads tensors whose presence and shape are known to be right; checks their numbers on reading. */
export class CheckedWeights {
  readonly tensors: EncoderTensors;
  /** Width d of the hidden states. */
  readonly dimension: number;
  readonly #source: WeightSource;
  readonly #digests = new Map<string, string>();

  /**
   * @param config as `parseEncoderConfig` gives it
   * @throws ModelError MODEL_FILE_INVALID when a tensor is missing or has another shape than the config
   *   gives it
   */
  constructor(config: EncoderConfig, source: WeightSource) {
    this.tensors = encoderTensors(config);
    this.dimension = config.dimension;
    this.#source = source;
    const held = new Set(source.names());
    for (const spec of allSpecs(this.tensors)) {
      const { name } = spec;
      if (!held.has(name)) {
        throw new ModelError(
          "MODEL_FILE_INVALID",
          `Expected the weights to hold the tensor \`${name}\` of shape ` +
            `[${spec.shape.join(", ")}], got none of that name among ${held.size} tensors.`,
        );
      }
      const shape = source.shape(name);
      if (shape.length !== spec.shape.length || shape.some((n, i) => n !== spec.shape[i])) {
        throw new ModelError(
          "MODEL_FILE_INVALID",
          `Expected the tensor \`${name}\` to have the shape [${spec.shape.join(", ")}] that ` +
            `config.json gives it, got [${shape.join(", ")}].`,
        );
      }
    }
  }

  /**
   * The numbers of a tensor, row-major.
   *
   * @throws ModelError MODEL_FILE_INVALID when one of them is NaN or infinite
   */
  async read(spec: TensorSpec): Promise<Float32Array> {
    const { name } = spec;
    const values = await this.#source.read(name);
    const hash = createHash("sha256");
    for (let start = 0; start < values.length; start += SLICE) {
      const slice = values.subarray(start, start + SLICE);
      const bad = firstNonFinite(slice);
      if (bad !== -1) {
        throw new ModelError(
          "MODEL_FILE_INVALID",
          `Expected the tensor \`${name}\` (shape [${spec.shape.join(", ")}]) to hold finite ` +
            `numbers, got ${values[start + bad]} at position ${start + bad}.`,
        );
      }
      hash.update(new Uint8Array(slice.buffer, slice.byteOffset, slice.byteLength));
      await yieldToEventLoop();
    }
    this.#digests.set(name, hash.digest("hex"));
    return values;
  }

  /**
   * sha256, in hexadecimal, over the float32 numbers of all tensors read so far, by name: equal for
   * equal numbers, whatever file they came in.
   */
  contentDigest(): string {
    const hash = createHash("sha256");
    for (const name of [...this.#digests.keys()].toSorted()) {
      hash.update(`${name} ${this.#digests.get(name)}\n`);
    }
    return hash.digest("hex");
  }
}

function* allSpecs(tensors: EncoderTensors): Generator<TensorSpec> {
  yield tensors.words;
  yield tensors.positions;
  if (tensors.tokenTypes !== undefined) yield tensors.tokenTypes;
  yield tensors.embeddingNorm.weight;
  yield tensors.embeddingNorm.bias;
  for (const layer of tensors.layers) {
    for (const linear of Object.values(layer)) {
      yield linear.weight;
      yield linear.bias;
    }
  }
}

function firstNonFinite(values: Float32Array): number {
  // x - x is 0 for every finite x and NaN for all others, and so is the sum.
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i]! - values[i]!;
  return sum === 0 ? -1 : values.findIndex((value) => !Number.isFinite(value));
}
