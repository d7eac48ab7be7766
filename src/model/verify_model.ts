/** Whether a model gives the outputs it is known to give. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ModelError } from "../errors.js";
import { dotProduct } from "../linalg/dot_product.js";
import { packageRoot } from "../package_root.js";

/** True outputs of a model, measured elsewhere. */
export interface KnownOutputs {
  /** Name of the model. */
  readonly model: string;
  readonly embeddings: readonly {
    readonly kind: "query" | "passage";
    readonly text: string;
    readonly vector: Float32Array;
  }[];
  /** Dot products. */
  readonly scores: readonly {
    readonly query: string;
    readonly passage: string;
    readonly score: number;
  }[];
}

/** Embeds texts: [n, d], row-major, in the order given. */
export type EncodeTexts = (
  texts: readonly string[],
  kind: "query" | "passage",
) => Promise<Float32Array>;

/** How far outputs may be from the known ones. */
export interface VerificationLimits {
  /** Largest difference of a component; Infinity where the cosine alone counts. */
  readonly component: number;
  /** Smallest cosine. */
  readonly cosine: number;
  /** Largest difference of a score. */
  readonly score: number;
}

/**
 * Limits by precision. In float32, 1e-3 of components of about 0.4 leaves room for other kernels and
 * none for other weights: test/model/verify_model.test.ts changes all weights by 1 % and finds more.
 * In int8 single components may move, the direction may not; scores of about 100 may by 1.
 */
export const VERIFICATION_LIMITS: Readonly<Record<"fp32" | "int8", VerificationLimits>> = {
  fp32: { component: 1e-3, cosine: 0.9999, score: 0.05 },
  int8: { component: Infinity, cosine: 0.999, score: 1 },
};

/** One comparison. */
export type VerificationCheck = (
  | {
      readonly what: "query" | "passage";
      readonly text: string;
      /** Largest difference of a component. */
      readonly difference: number;
      readonly cosine: number;
    }
  | {
      readonly what: "score";
      readonly query: string;
      readonly text: string;
      readonly expected: number;
      readonly actual: number;
      readonly difference: number;
    }
) & { readonly passed: boolean };

/** The result of `verifyModel`. */
export interface VerificationReport {
  readonly model: string;
  readonly limits: VerificationLimits;
  readonly checks: readonly VerificationCheck[];
  /** True when every check passed. */
  readonly passed: boolean;
}

/** The known outputs of TAS-B: one passage vector, ten query vectors, two scores. */
export async function tasbKnownOutputs(): Promise<KnownOutputs> {
  const path = join(packageRoot, "models", "tas-b", "known_outputs.json");
  // A file of this package: its shape needs no check.
  const known: {
    embeddings: { kind: "query" | "passage"; text: string; vector: string }[];
    scores: KnownOutputs["scores"];
  } = JSON.parse(await readFile(path, "utf8"));
  return {
    model: "tas-b",
    embeddings: known.embeddings.map(({ kind, text, vector }) => ({
      kind,
      text,
      vector: decodeVector(vector),
    })),
    scores: known.scores,
  };
}

/** Compares all known outputs with the encoder's. Differences of NaN fail. */
export async function verifyModel(
  encode: EncodeTexts,
  known: KnownOutputs,
  limits: VerificationLimits = VERIFICATION_LIMITS.fp32,
): Promise<VerificationReport> {
  const checks: VerificationCheck[] = [];
  for (const { kind, text, vector } of known.embeddings) {
    const actual = await encodeOne(encode, text, kind, vector.length);
    const { difference, cosine } = compare(actual, vector);
    const passed = difference <= limits.component && cosine >= limits.cosine;
    checks.push({ what: kind, text, difference, cosine, passed });
  }
  for (const { query, passage, score } of known.scores) {
    const left = await encodeOne(encode, query, "query");
    const right = await encodeOne(encode, passage, "passage", left.length);
    const actual = dotProduct(left, 0, right, 0, left.length);
    const difference = Math.abs(actual - score);
    checks.push({
      what: "score",
      query,
      text: passage,
      expected: score,
      actual,
      difference,
      passed: difference <= limits.score,
    });
  }
  const passed = checks.length > 0 && checks.every((check) => check.passed);
  return { model: known.model, limits, checks, passed };
}

/**
 * The short form, for the first use of a converted model: one known vector.
 *
 * @throws ModelError MODEL_CHECK_FAILED when it is not what it should be.
 */
export async function checkOneVector(
  encode: EncodeTexts,
  known: KnownOutputs,
  limits: VerificationLimits = VERIFICATION_LIMITS.fp32,
): Promise<void> {
  const report = await verifyModel(
    encode,
    { ...known, embeddings: known.embeddings.slice(0, 1), scores: [] },
    limits,
  );
  const [check] = report.checks;
  if (report.passed || check === undefined) return;
  throw new ModelError(
    "MODEL_CHECK_FAILED",
    `The model \`${known.model}\` does not give the output it is known to give: for ` +
      `\`${check.text.slice(0, 60)}\` a component differs by ${check.difference.toPrecision(3)}` +
      `${"cosine" in check ? `, and the cosine is ${check.cosine.toPrecision(3)}` : ""}. ` +
      "Its weights may be damaged, or others than named: remove it from the cache and download it again.",
  );
}

async function encodeOne(
  encode: EncodeTexts,
  text: string,
  kind: "query" | "passage",
  dimension?: number,
): Promise<Float32Array> {
  const vector = await encode([text], kind);
  if (vector.length === 0 || (dimension !== undefined && vector.length !== dimension)) {
    throw new ModelError(
      "MODEL_CHECK_FAILED",
      `Expected an embedding of ${dimension ?? "some"} components, got ${vector.length}: this is ` +
        "another model than the known outputs belong to.",
    );
  }
  return vector;
}

/** Largest |a[i] - b[i]|, and a·b / (|a| |b|); NaN where a component is. */
function compare(a: Float32Array, b: Float32Array): { difference: number; cosine: number } {
  const d = a.length;
  let difference = 0;
  for (let i = 0; i < d; i++) difference = Math.max(difference, Math.abs(a[i]! - b[i]!));
  const norms = Math.sqrt(dotProduct(a, 0, a, 0, d) * dotProduct(b, 0, b, 0, d));
  return { difference, cosine: dotProduct(a, 0, b, 0, d) / norms };
}

function decodeVector(base64: string): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(base64, "base64"));
  return new Float32Array(bytes.buffer);
}
