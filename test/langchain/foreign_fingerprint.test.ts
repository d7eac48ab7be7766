import { Embeddings } from "@langchain/core/embeddings";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foreignFingerprint, sameForeignModel } from "../../src/langchain/foreign_fingerprint.js";
import { vectorSource } from "../../src/langchain/vector_source.js";
import { propertyRuns } from "../property_runs.js";

const vector = fc.float32Array({ minLength: 1, maxLength: 400, min: -9, max: 9, noNaN: true });

class RemoteEmbeddings extends Embeddings {
  readonly #vector: number[];

  constructor(values: ArrayLike<number>) {
    super({});
    this.#vector = Array.from(values);
  }

  override async embedQuery(): Promise<number[]> {
    return this.#vector;
  }

  override async embedDocuments(texts: string[]): Promise<number[][]> {
    return texts.map(() => this.#vector);
  }
}

/** Different in each component, and alike for numbers near each other. */
const wave = (phase: number, of = 384) =>
  Float32Array.from({ length: of }, (_, i) => Math.sin(i * phase));

describe("the fingerprint of embeddings of another package", () => {
  it("is that of the same vectors, in any scale, and of vectors that differ in the last digits", () => {
    fc.assert(
      fc.property(vector, fc.integer({ min: 1, max: 1000 }), (values, scale) => {
        fc.pre(values.some((value) => Math.abs(value) > 1e-3));
        const one = foreignFingerprint("Remote", values);
        expect(sameForeignModel(one, foreignFingerprint("Remote", values))).toBe(true);
        const noisy = values.map((value, i) => scale * value * (1 + (i % 2 ? 1e-4 : -1e-4)));
        expect(sameForeignModel(one, foreignFingerprint("Remote", noisy))).toBe(true);
      }),
      { numRuns: propertyRuns(200, 10_000) },
    );
  });

  it("is another for another model of the same size, class or dimension", () => {
    const one = foreignFingerprint("Remote", wave(1));
    for (const other of [
      foreignFingerprint("Remote", wave(1.001)),
      foreignFingerprint("Other", wave(1)),
      foreignFingerprint("Remote", wave(1, 385)),
      foreignFingerprint("Remote", new Float32Array(384)),
      foreignFingerprint(
        "Remote",
        wave(1).map((value) => -value),
      ),
      "distilbert-6x768-0123456789ab-cls-fp32",
      "Remote:384:",
    ]) {
      expect(sameForeignModel(one, other)).toBe(false);
    }
  });

  it("decides which stores' vectors are taken, and the refusal is short", async () => {
    const source = vectorSource(new RemoteEmbeddings(wave(1, 1536)));
    const held = (values: Float32Array) => foreignFingerprint("RemoteEmbeddings", values);
    await source.requireMatch(await source.fingerprint());
    await source.requireMatch(held(wave(1.00000001, 1536)));
    for (const other of [held(wave(2, 1536)), held(wave(1, 768)), "distilbert-x"]) {
      const refusal = await source.requireMatch(other).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ code: "FINGERPRINT_MISMATCH", expected: other });
      expect(String(refusal).length).toBeLessThan(500);
    }
  });
});
