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
  model: PreparedModel,
  options: PrepareOptions,
  opening: Opening = {},
): Promise<CheckedModel> {
  if (model.check !== undefined) return { ...model, check: model.check };
  let check: ConversionCheck = { cosine: 1, centeredCosine: 1 };
  if (model.precision === "fp32" && !isTasb(model)) return { ...model, check };
  const measured = await withBias(model, options, opening);
  const { signal } = options;
  const encoder = await openForCheck(measured, opening, signal);
  try {
    if (isTasb(measured)) {
      await checkOneVector(
        (texts, kind) => encoder.encode(texts, { kind, signal }),
        await tasbKnownOutputs(),
        VERIFICATION_LIMITS[measured.precision],
      );
    }
    if (measured.precision === "int8") {
      check = await compareWithFp32(encoder, options, opening);
      if (!passes(check)) throw tooFar(measured, check);
    }
  } finally {
    await encoder.dispose();
  }
  await recordCheck(measured, check);
  return { ...measured, check };
}

/** The model with its bias, measured unless it is known; a model in fp32 has none. */
export async function withBias(
  model: PreparedModel,
  options: PrepareOptions,
  opening: Opening = {},
): Promise<PreparedModel> {
  if (model.precision === "fp32" || model.bias !== undefined) return model;
  const { signal } = options;
  const converted = await openForCheck(model, opening, signal);
  try {
    const bias = await withFp32(options, opening, (exact) => measureBias(exact, converted, signal));
    return { ...model, bias };
  } finally {
    await converted.dispose();
  }
}

/** Compares an int8 encoder with the same model in fp32, which is converted where need be. */
export async function compareWithFp32(
  encoder: Encoder,
  options: PrepareOptions,
  opening: Opening = {},
): Promise<ConversionCheck> {
  const { signal } = options;
  return withFp32(options, opening, (exact) =>
    comparePrecisions(exact, encoder, undefined, signal),
  );
}

/** Calls `use` with the model in fp32. */
async function withFp32<T>(
  options: PrepareOptions,
  opening: Opening,
  use: (exact: Encoder) => Promise<T>,
): Promise<T> {
  const model = await prepareModel({ ...options, precision: "fp32", refresh: false });
  const exact = await openForCheck(model, opening, options.signal);
  try {
    return await use(exact);
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

function tooFar(model: PreparedModel, { cosine, centeredCosine }: ConversionCheck): ModelError {
  return new ModelError(
    "MODEL_CHECK_FAILED",
    `Expected the model \`${model.name}\` in int8 to have cosines to fp32 of at least ` +
      `${LEAST_INT8_CHECK.cosine}, and ${LEAST_INT8_CHECK.centeredCosine} without the mean vector, ` +
      `got ${cosine.toFixed(5)} and ${centeredCosine.toFixed(5)} on this machine. Use fp32: ` +
      '`precision: "fp32"`, `--precision fp32`.',
  );
}
