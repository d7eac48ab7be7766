/** `tasb model verify`: whether a model gives the outputs it should. */

import { Encoder } from "../encoder/encoder.js";
import { compareWithFp32, isTasb } from "../encoder/open_encoder.js";
import { LEAST_INT8_CHECK, passes } from "../encoder/precision_check.js";
import { NotSupportedError } from "../errors.js";
import { prepareModel, type ConversionCheck, type PreparedModel } from "../model/prepared_model.js";
import {
  tasbKnownOutputs,
  VERIFICATION_LIMITS,
  verifyModel,
  type VerificationCheck,
} from "../model/verify_model.js";
import { choiceOption, flag } from "./arguments.js";
import type { Command, CommandIo } from "./command.js";
import { precisionOption, sourceOf, sourceOptions } from "./model_source.js";

/** Characters of a text that are shown. */
const SHOWN = 44;

/** What int8 costs. */
export function describeCheck({ cosine, centeredCosine }: ConversionCheck): string {
  return (
    `cosine to fp32 at least ${cosine.toFixed(5)}, ` +
    `${centeredCosine.toFixed(5)} without the mean vector`
  );
}

/** Whether a model is TAS-B, by its name or, in a folder, by its shape. */
function mayBeTasb(model: PreparedModel): boolean {
  const { architecture, layers, dimension, vocabularySize } = model.config;
  const ofItsShape =
    architecture === "distilbert" && layers === 6 && dimension === 768 && vocabularySize === 30_522;
  return isTasb(model) || (ofItsShape && model.revision === undefined);
}

function checkLine(check: VerificationCheck): string {
  const text = check.text.length > SHOWN ? `${check.text.slice(0, SHOWN - 1)}…` : check.text;
  const figures =
    check.what === "score"
      ? `${check.actual.toFixed(4)}, known ${check.expected.toFixed(4)}`
      : `cosine ${check.cosine.toFixed(6)}`;
  return `${check.what.padEnd(8)} ${text.padEnd(SHOWN)} off by ${check.difference.toExponential(1)}  ${figures}`;
}

async function verify(
  encoder: Encoder,
  model: PreparedModel,
  source: Parameters<typeof prepareModel>[0],
  json: boolean,
  io: CommandIo,
): Promise<boolean> {
  const { signal } = io;
  const { precision } = model;
  const { stdout } = io;
  const result = (passed: boolean): string =>
    stdout.style(passed ? "green" : "red", passed ? "PASS" : "FAIL");
  // First, since it corrects the encoder.
  const int8 =
    precision === "int8" ? (await compareWithFp32(encoder, model, source)).check : undefined;
  const report = mayBeTasb(model)
    ? await verifyModel(
        (texts, kind) => encoder.encode(texts, { kind, signal }),
        await tasbKnownOutputs(),
        VERIFICATION_LIMITS[precision],
      )
    : undefined;
  const passed = report?.passed !== false && (int8 === undefined || passes(int8));
  if (json) {
    stdout.line(JSON.stringify({ passed, precision, ...report, int8 }, undefined, 2));
    return passed;
  }
  for (const check of report?.checks ?? []) {
    stdout.line(`${result(check.passed)} ${checkLine(check)}`);
  }
  if (int8 !== undefined) {
    const { cosine, centeredCosine } = LEAST_INT8_CHECK;
    stdout.line(
      `${result(passes(int8))} int8     ${describeCheck(int8)} (limits ${cosine}, ${centeredCosine})`,
    );
  }
  stdout.line(result(passed));
  return passed;
}

export const verifyCommand: Command = {
  name: "model verify",
  summary: "compare a model's outputs with those it is known to give",
  usage: "model verify MODEL [options]",
  options: {
    ...sourceOptions,
    ...precisionOption,
    json: { type: "boolean", help: "print the comparison as one JSON object" },
  },
  async run(args, io) {
    const precision = choiceOption(args, "precision", ["fp32", "int8"] as const);
    const source = { ...sourceOf(args, io), precision };
    const model = await prepareModel(source);
    if (model.precision === "fp32" && !mayBeTasb(model)) {
      throw new NotSupportedError(
        `Outputs to compare with are known for TAS-B only, not for \`${model.name}\`. ` +
          "With --precision int8 a model is compared with itself in fp32.",
      );
    }
    const encoder = await Encoder.open(model, { signal: io.signal });
    try {
      return (await verify(encoder, model, source, flag(args, "json"), io)) ? 0 : 1;
    } finally {
      await encoder.dispose();
    }
  },
};
