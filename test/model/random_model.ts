/** The random model of random_model.mjs, of the sources' own tensors. */

import type { EncoderConfig } from "../../src/model/encoder_config.js";
import { encoderTensors } from "../../src/model/encoder_tensors.js";
import { TASB_SHAPE, writeRandomModel as write } from "./random_model.mjs";

/** TAS-B's own shape. */
export const FULL_SIZE: EncoderConfig & { architecture: "distilbert" } = TASB_SHAPE;

/** See `writeRandomModel` of random_model.mjs. */
export function writeRandomModel(
  folder: string,
  config: EncoderConfig & { architecture: "distilbert" },
  seed?: number,
): Promise<number> {
  return write(folder, config, encoderTensors(config), seed);
}
