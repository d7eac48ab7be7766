/** From a model's name to an encoder whose outputs were checked on this machine. */

import { ModelError } from "../errors.js";
import {
  prepareModel,
  recordCheck,
  type ConversionCheck,
  type PreparedModel,
  type PrepareOptions,
} from "../model/prepared_model.js";
import { TASB_REPOSITORIES } from "../model/resolve_model.js";
import { checkOneVector, tasbKnownOutputs, VERIFICATION_LIMITS } from "../model/verify_model.js";
import { Encoder, type EncoderOptions } from "./encoder.js";
import { comparePrecisions, LEAST_INT8_CHECK, passes } from "./precision_check.js";

/**
 * Prepares the model and opens it. After a conversion its outputs are checked once: TAS-B must give
 * a vector it is known to give, and int8 must be close enough to fp32 (`LEAST_INT8_CHECK`).
 *
 * @throws ModelError MODEL_CHECK_FAILED where a check fails; what `prepareModel` and `Encoder.open`
 *   throw
 */
export async function openEncoder(
  options: PrepareOptions,
  encoderOptions: EncoderOptions = {},
): Promise<Encoder> {
  const model = await prepareModel(options);
  await checkConversion(model, options, encoderOptions);
  return Encoder.open(model, encoderOptions);
}

/** Whether the known outputs of TAS-B are those of this model, as it is set up here. */
export function isTasb({ name, settings }: PreparedModel): boolean {
  const named = name === "tas-b" || TASB_REPOSITORIES.includes(name);
  return named && settings.pooling === "cls" && !settings.normalize;
}

/**
 * Checks a converted model, unless this machine did so before.
 *
 * @returns what was found, now or then
 * @throws ModelError MODEL_CHECK_FAILED
 */
export async function checkConversion(
  model: PreparedModel,
  options: PrepareOptions,
  { threads, workerPath }: Pick<EncoderOptions, "threads" | "workerPath"> = {},
): Promise<ConversionCheck> {
  if (model.check !== undefined) return model.check;
  const exact: ConversionCheck = { cosine: 1, centeredCosine: 1 };
  if (model.precision === "fp32" && !isTasb(model)) return exact;
  const { signal } = options;
  // With the model's own limits and prefixes, whatever the caller's are.
  const opening = { threads, workerPath, signal };
  const encoder = await Encoder.open(model, opening);
  try {
    if (isTasb(model)) {
      await checkOneVector(
        (texts, kind) => encoder.encode(texts, { kind, signal }),
        await tasbKnownOutputs(),
        VERIFICATION_LIMITS[model.precision],
      );
    }
    let check = exact;
    if (model.precision === "int8") {
      check = await compareWithFp32(encoder, options, opening);
      if (!passes(check)) throw tooFar(model, check);
    }
    await recordCheck(model, check);
    return check;
  } finally {
    await encoder.dispose();
  }
}

/** Compares an int8 encoder with the same model in fp32, which is converted where need be. */
export async function compareWithFp32(
  encoder: Encoder,
  options: PrepareOptions,
  opening: Pick<EncoderOptions, "threads" | "workerPath"> = {},
): Promise<ConversionCheck> {
  const { signal } = options;
  const model = await prepareModel({ ...options, precision: "fp32", refresh: false });
  const reference = await Encoder.open(model, { ...opening, signal });
  try {
    return await comparePrecisions(reference, encoder, undefined, signal);
  } finally {
    await reference.dispose();
  }
}

function tooFar(model: PreparedModel, { cosine, centeredCosine }: ConversionCheck): ModelError {
  return new ModelError(
    "MODEL_CHECK_FAILED",
    `Expected the model \`${model.name}\` in int8 to have cosines to fp32 of at least ` +
      `${LEAST_INT8_CHECK.cosine}, and ${LEAST_INT8_CHECK.centeredCosine} without the mean vector, ` +
      `got ${cosine.toFixed(5)} and ${centeredCosine.toFixed(5)} on this machine. Use fp32: ` +
      '`precision: "fp32"`, `--precision fp32`.',
  );
}
