import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { parseTokenizer } from "../../src/encoder/tokenizer.js";
import { ModelError } from "../../src/errors.js";
import { readMutated } from "../mutations.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";
import { reportFigure } from "../reliability_report.js";

interface TokenizerFile {
  added_tokens: { content: string }[];
  normalizer: Record<string, unknown>;
  model: { vocab: Record<string, number> };
}

/** The tests' tokenizer with the special tokens and every hundredth word: two kilobytes. */
function small(change: (file: TokenizerFile) => void): Buffer {
  const golden = join(import.meta.dirname, "../golden/tokenizer/tokenizer.json");
  const file = JSON.parse(readFileSync(golden, "utf8")) as TokenizerFile;
  const special = new Set(file.added_tokens.map(({ content }) => content));
  const words = Object.keys(file.model.vocab).filter(
    (word, at) => special.has(word) || at % 100 === 0,
  );
  file.model.vocab = Object.fromEntries(words.map((word, id) => [word, id]));
  for (const token of file.added_tokens) {
    Object.assign(token, { id: file.model.vocab[token.content] });
  }
  change(file);
  return Buffer.from(JSON.stringify(file));
}

describe("the reader of tokenizers", () => {
  it("reads or refuses mutated files, and what it reads splits texts", async () => {
    const runs = propertyRuns(1000, 100_000);
    const inputs = [
      small(() => undefined),
      // Not exactly BERT's: read by the general tokenizer.
      small(({ normalizer }) => {
        normalizer["clean_text"] = false;
      }),
    ];
    for (const input of inputs) parseTokenizer(input.toString(), "the original");
    const outcomes = await readMutated(
      inputs,
      (bytes) => {
        const tokenizer = parseTokenizer(bytes.toString(), "mutated");
        const { ids } = tokenizer.encode("The cat [MASK] sat, on 東京 é \u0000 \ud800.", 16);
        expect(ids.length).toBeLessThanOrEqual(16);
        for (const id of ids) expect(id).toBeLessThanOrEqual(tokenizer.largestId);
      },
      { runs, seed: PROPERTY_SEED, isTyped: (error) => error instanceof ModelError },
    );
    expect(outcomes.read).toBeGreaterThan(0);
    expect(outcomes.refused).toBeGreaterThan(runs / 4);
    expect(outcomes.slowestMilliseconds).toBeLessThan(2000);
    reportFigure("Mutated tokenizer files", {
      inputs: runs,
      refused: outcomes.refused,
      "read as files": outcomes.read,
      "untyped errors": 0,
      "slowest, ms of the processor": Math.round(outcomes.slowestMilliseconds),
    });
  }, 3_600_000);
});
