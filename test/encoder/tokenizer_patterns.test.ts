import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { parseTokenizer } from "../../src/encoder/tokenizer.js";
import { KNOWN_PATTERNS } from "../../src/encoder/tokenizer_patterns.js";
import { ModelError } from "../../src/errors.js";

const golden = readFileSync(
  join(import.meta.dirname, "../golden/tokenizer/tokenizer.json"),
  "utf8",
);

function file(changes: Record<string, unknown>): string {
  return JSON.stringify({ ...(JSON.parse(golden) as object), ...changes });
}

const split = (pattern: unknown): object => ({
  type: "Split",
  pattern,
  behavior: "Isolated",
  invert: false,
});

describe("the regular expressions of a tokenizer.json", () => {
  const hostile = { Regex: "(a+)+$" };
  it.each([
    ["a Split", { pre_tokenizer: split(hostile) }],
    ["a Replace", { normalizer: { type: "Replace", pattern: hostile, content: "" } }],
    [
      "a nested sequence",
      {
        pre_tokenizer: {
          type: "Sequence",
          pretokenizers: [{ type: "Sequence", pretokenizers: [split(hostile)] }],
        },
      },
    ],
    ["something that is no string", { pre_tokenizer: split({ Regex: { source: "(a+)+$" } }) }],
  ])("are refused unrun where they are not those of a known tokenizer: %s", (_, changes) => {
    const start = performance.now();
    let thrown: unknown;
    try {
      parseTokenizer(file(changes), "hostile").countTokens(`${"a".repeat(40)}!`);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ModelError);
    expect(thrown).toMatchObject({ code: "TOKENIZER_INVALID" });
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it.each([...KNOWN_PATTERNS])("take linear time where they are known: %s", (pattern) => {
    const tokenizer = parseTokenizer(file({ pre_tokenizer: split({ Regex: pattern }) }), "known");
    for (const pump of ["a", " ", "1", "\n", "!", " \n", "a ", "'l", "é!", "\t\r"]) {
      const text = `${pump.repeat(Math.ceil(20_000 / pump.length))}\u0001`;
      const start = performance.now();
      tokenizer.countTokens(text);
      expect(performance.now() - start).toBeLessThan(2000);
    }
  });

  it("of the decoder do not count: nothing is decoded", () => {
    const decoder = { type: "Replace", pattern: hostile, content: "" };
    const normalizer = { type: "Lowercase" };
    expect(parseTokenizer(file({ decoder, normalizer }), "x").countTokens("cat")).toBeGreaterThan(
      0,
    );
  });
});
