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
import { measureBias } from "./calibration.js";
import { Encoder, type EncoderOptions } from "./encoder.js";
import { comparePrecisions, LEAST_INT8_CHECK, passes } from "./precision_check.js";

/** Threads and worker of the encoders that are opened for a check. */
type Opening = Pick<EncoderOptions, "threads" | "workerPath">;

/** A model whose outputs were compared on this machine. */
export type CheckedModel = PreparedModel & { readonly check: ConversionCheck };

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
  return Encoder.open(await checkConversion(model, options, encoderOptions), encoderOptions);
}

/** Whether the known outputs of TAS-B are those of this model, as it is set up here. */
export function isTasb({ name, settings }: PreparedModel): boolean {
  const named = name === "tas-b" || TASB_REPOSITORIES.includes(name);
  return named && settings.pooling === "cls" && !settings.normalize;
}

/**
 * Checks a converted model, unless this machine did so before.
 *
 * @returns the model with what was found, now or then, and in int8 with its bias: as it is to be opened
 * @throws ModelError MODEL_CHECK_FAILED
 */
export async function checkConversion(
  prepared: PreparedModel,
  options: PrepareOptions,
  opening: Opening = {},
): Promise<CheckedModel> {
  const { check: found } = prepared;
  if (found !== undefined && passes(found)) return { ...prepared, check: found };
  // What misses the limits was never recorded by this code: nothing of it counts.
  const { bias: _bias, check: _check, ...model } = prepared;
  const exact: CheckedModel = { ...model, check: { cosine: 1, centeredCosine: 1 } };
  if (model.precision === "fp32" && !isTasb(model)) return exact;
  const { signal } = options;
  const encoder = await openForCheck(model, opening, signal);
  try {
    const checked =
      model.precision === "fp32" ? exact : await compareWithFp32(encoder, model, options, opening);
    if (!passes(checked.check)) throw tooFar(checked);
    if (isTasb(model)) {
      await checkOneVector(
        (texts, kind) => encoder.encode(texts, { kind, signal }),
        await tasbKnownOutputs(),
        VERIFICATION_LIMITS[model.precision],
      );
    }
    await recordCheck(checked);
    return checked;
  } finally {
    await encoder.dispose();
  }
}

/**
 * Compares an int8 encoder with the same model in fp32, which is converted where need be. The encoder
 * is corrected by the model's bias, which is measured first where it is not known.
 *
 * @returns the model with its bias and what was found
 */
export async function compareWithFp32(
  encoder: Encoder,
  model: PreparedModel,
  options: PrepareOptions,
  opening: Opening = {},
): Promise<CheckedModel> {
  const { signal } = options;
  const fp32 = await prepareModel({ ...options, precision: "fp32", refresh: false });
  const exact = await openForCheck(fp32, opening, signal);
  try {
    const bias = model.bias ?? (await measureBias(exact, encoder, signal));
    encoder.correct(bias);
    const check = await comparePrecisions(exact, encoder, undefined, signal);
    return { ...model, bias, check };
  } finally {
    await exact.dispose();
  }
}

/** With the model's own limits and prefixes, whatever the caller's are. */
function openForCheck(
  model: PreparedModel,
  { threads, workerPath }: Opening,
  signal: AbortSignal | undefined,
): Promise<Encoder> {
  return Encoder.open(model, { threads, workerPath, signal });
}

function tooFar({ name, check: { cosine, centeredCosine } }: CheckedModel): ModelError {
  return new ModelError(
    "MODEL_CHECK_FAILED",
    `Expected the model \`${name}\` in int8 to have cosines to fp32 of at least ` +
      `${LEAST_INT8_CHECK.cosine}, and ${LEAST_INT8_CHECK.centeredCosine} without the mean vector, ` +
      `got ${cosine.toFixed(5)} and ${centeredCosine.toFixed(5)} on this machine. Use fp32: ` +
      '`precision: "fp32"`, `--precision fp32`.',
  );
}
