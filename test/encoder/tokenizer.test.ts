import fc from "fast-check";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { loadTokenizer, parseTokenizer, type Tokenizer } from "../../src/encoder/tokenizer.js";

const golden = join(import.meta.dirname, "../golden/tokenizer");
const BERT = resolve(
  import.meta.dirname,
  "../../../shared/data/tokenizer/bert-base-uncased.tokenizer.json",
);
const read = (name: string): unknown => JSON.parse(readFileSync(join(golden, name), "utf8"));
const texts = read("texts.json") as string[];
const source = readFileSync(join(golden, "tokenizer.json"), "utf8");
const NO_LIMIT = 100_000;

interface TokenizerFile {
  normalizer: Record<string, unknown>;
  pre_tokenizer: unknown;
  added_tokens: unknown;
  model: { vocab: unknown };
}

/** Changes a copy of the small tokenizer.json. */
function changed(change: (json: TokenizerFile) => void): Tokenizer {
  const json = JSON.parse(source) as TokenizerFile;
  change(json);
  return parseTokenizer(JSON.stringify(json), "changed");
}

function differences(tokenizer: Tokenizer, expected: number[][]): unknown[] {
  const wrong: unknown[] = [];
  for (const [at, text] of texts.entries()) {
    const { ids, truncated } = tokenizer.encode(text, NO_LIMIT);
    if (truncated || ids.join() !== expected[at]!.join()) {
      wrong.push({ at, text: text.slice(0, 200), got: ids.join(), expected: expected[at]!.join() });
    }
  }
  return wrong;
}

describe("token ids", () => {
  test("equal the reference's on 5,400 strings in all scripts", () => {
    expect(texts.length).toBeGreaterThanOrEqual(5_000);
    expect(differences(parseTokenizer(source, "golden"), read("ids.json") as number[][])).toEqual(
      [],
    );
  });

  test("equal the reference's with case, accents and ideographs left as they are", () => {
    const cased = changed(({ normalizer }) => {
      normalizer["lowercase"] = false;
      normalizer["strip_accents"] = false;
      normalizer["handle_chinese_chars"] = false;
    });
    expect(differences(cased, read("cased_ids.json") as number[][])).toEqual([]);
  });

  test.skipIf(!existsSync(BERT))("equal the reference's with BERT's own vocabulary", async () => {
    const ids = read("ids.bert-base-uncased.json") as number[][];
    expect(differences(await loadTokenizer(BERT), ids)).toEqual([]);
  });

  test("ignore truncation and padding written in the file", () => {
    expect(JSON.parse(source)).toMatchObject({ truncation: { max_length: 8 } });
    const { ids } = parseTokenizer(source, "golden").encode("the quick brown fox ".repeat(5), 512);
    expect(ids.length).toBeGreaterThan(20);
  });

  test("of a lone surrogate are those of the text without it", () => {
    const tokenizer = parseTokenizer(source, "golden");
    const plain = tokenizer.encode("a fox", 30).ids;
    expect(tokenizer.encode("a \ud83dfo\ude00x", 30).ids).toEqual(plain);
    expect(tokenizer.encode("\udc00a fox\ud800", 30).ids).toEqual(plain);
  });
});

describe("truncation", () => {
  const tokenizer = parseTokenizer(source, "golden");

  test("gives the first ids of the whole text, then the closing token", () => {
    for (const text of texts.slice(0, 600)) {
      const whole = tokenizer.encode(text, NO_LIMIT).ids;
      for (const limit of [2, 3, 7, 30]) {
        const { ids, truncated } = tokenizer.encode(text, limit);
        expect(truncated).toBe(whole.length > limit);
        const kept = whole.length > limit ? [...whole.slice(0, limit - 1), 3] : [...whole];
        expect([...ids]).toEqual(kept);
      }
    }
  });

  test("an empty text is [CLS] [SEP]", () => {
    expect(tokenizer.encode("", 200)).toEqual({ ids: Int32Array.of(2, 3), truncated: false });
    expect(tokenizer.countTokens("")).toBe(0);
  });

  test("takes a limit of at least the special tokens", () => {
    for (const limit of [1, 0, -1, 2.5, Number.NaN]) {
      expect(() => tokenizer.encode("a", limit)).toThrow(/maxLength/u);
    }
  });

  test("gives the first tokens of a text of millions of words", () => {
    const { ids, truncated } = tokenizer.encode("the quick brown fox ".repeat(1_000_000), 200);
    expect(ids.length).toBe(200);
    expect(truncated).toBe(true);
  });

  test.each([
    ["letters", "x"],
    ["accents", "e\u0301"],
    ["ideographs", "漢"],
    ["marks", "\u0301"],
    ["emoji", "😀"],
  ])("a word of a million %s comes back within the limit", (_name, unit) => {
    const { ids } = tokenizer.encode(unit.repeat(1_000_000), 200);
    expect(ids.length).toBeLessThanOrEqual(200);
  });
});

test("countTokens counts what encode gives, without the special tokens", () => {
  const tokenizer = parseTokenizer(source, "golden");
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      expect(tokenizer.countTokens(text)).toBe(tokenizer.encode(text, NO_LIMIT).ids.length - 2);
    }),
    { seed: 1, numRuns: 300 },
  );
});

describe("a tokenizer that is not BERT's", () => {
  test("is left to the library, with the same truncation", () => {
    const tokenizer = changed((json) => {
      json.normalizer = { type: "Lowercase" };
      json.pre_tokenizer = { type: "Whitespace" };
    });
    const whole = tokenizer.encode("The quick brown fox jumps", NO_LIMIT).ids;
    expect([whole[0], whole.at(-1)]).toEqual([2, 3]);
    expect(tokenizer.specialTokenCount).toBe(2);
    expect(tokenizer.countTokens("The quick brown fox jumps")).toBe(whole.length - 2);
    const cut = tokenizer.encode("The quick brown fox jumps ".repeat(10_000), 6);
    expect(cut).toEqual({ ids: Int32Array.of(...whole.slice(0, 5), 3), truncated: true });
  });
});

describe("a file that cannot be used", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tokenizer-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test("is named when it is missing", async () => {
    await expect(loadTokenizer(join(folder, "none.json"))).rejects.toMatchObject({
      code: "MODEL_FILE_MISSING",
      message: expect.stringContaining("none.json"),
    });
  });

  test("is refused unread when it is larger than 64 MiB", async () => {
    const path = join(folder, "large.json");
    await writeFile(path, "{}");
    await truncate(path, 65 * 2 ** 20);
    await expect(loadTokenizer(path)).rejects.toMatchObject({ code: "TOKENIZER_INVALID" });
  });

  test.each([
    ["no JSON", "{"],
    ["null", "null"],
    ["an array", "[]"],
    ["an object without a model", "{}"],
    ["a model of an unknown kind", '{"model":{"type":"Magic","vocab":{}}}'],
  ])("is a typed error: %s", (_name, text) => {
    expect(() => parseTokenizer(text, "bad")).toThrow(
      expect.objectContaining({ code: "TOKENIZER_INVALID" }),
    );
  });

  test.each<[string, (json: TokenizerFile) => void]>([
    ["an id that is no number", ({ model }) => (model.vocab = { "[UNK]": 0, the: "7" })],
    ["a negative id", ({ model }) => (model.vocab = { "[UNK]": 0, the: -1 })],
    ["an enormous id", ({ model }) => (model.vocab = { "[UNK]": 0, the: 1e12 })],
    ["no unknown token", ({ model }) => (model.vocab = { the: 0 })],
    ["an empty vocabulary", ({ model }) => (model.vocab = {})],
    ["a vocabulary that is a list", ({ model }) => (model.vocab = [])],
    ["added tokens that are no list", (json) => (json.added_tokens = 1)],
    ["an added token without content", (json) => (json.added_tokens = [{ id: 1 }])],
  ])("is a typed error: %s", (_name, change) => {
    expect(() => changed(change)).toThrow(expect.objectContaining({ code: "TOKENIZER_INVALID" }));
  });

  test("has its largest id known, so that the encoder can check it against the weights", () => {
    expect(changed(({ model }) => (model.vocab = { "[UNK]": 1, zz: 99_999 })).largestId).toBe(
      99_999,
    );
  });
});
