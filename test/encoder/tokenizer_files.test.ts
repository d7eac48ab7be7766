// The ways in which published tokenizer.json files say the same, and what is refused.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { BertTokenizer } from "../../src/encoder/bert_tokenizer.js";
import { parseTokenizer, type Tokenizer } from "../../src/encoder/tokenizer.js";

const source = readFileSync(
  join(import.meta.dirname, "../golden/tokenizer/tokenizer.json"),
  "utf8",
);

interface Json {
  model: Record<string, unknown>;
  normalizer: Record<string, unknown>;
  added_tokens: unknown;
  post_processor: unknown;
}

function changed(change: (json: Json) => void): Tokenizer {
  const json = JSON.parse(source) as Json;
  change(json);
  return parseTokenizer(JSON.stringify(json), "changed.json");
}

function firstAdded(json: Json): Record<string, unknown> {
  return (json.added_tokens as Record<string, unknown>[])[0]!;
}

const TEXT = "The quick brown fox, café!";
const idsOf = (tokenizer: Tokenizer): number[] => [...tokenizer.encode(TEXT, 100).ids];
const known = idsOf(parseTokenizer(source, "golden"));
const inner = known.slice(1, -1);

describe("BERT's tokenizer is recognized", () => {
  test.each<[string, (json: Json) => void]>([
    ["without a type, by its longest word", ({ model }) => delete model["type"]],
    ["without a name of its unknown token", ({ model }) => delete model["unk_token"]],
    ["without a longest word", ({ model }) => delete model["max_input_chars_per_word"]],
    ["without a prefix of word parts", ({ model }) => delete model["continuing_subword_prefix"]],
    [
      "with the old frame",
      (json) =>
        (json.post_processor = { type: "BertProcessing", cls: ["[CLS]", 2], sep: ["[SEP]", 3] }),
    ],
  ])("%s", (_name, change) => {
    const tokenizer = changed(change);
    expect(tokenizer).toBeInstanceOf(BertTokenizer);
    expect(idsOf(tokenizer)).toEqual(known);
  });

  test.each([null, undefined])(
    "with no frame (%s): then nothing stands around the text",
    (none) => {
      const tokenizer = changed((json) => (json.post_processor = none));
      expect(tokenizer).toBeInstanceOf(BertTokenizer);
      expect(idsOf(tokenizer)).toEqual(inner);
      expect(tokenizer.specialTokenCount).toBe(0);
    },
  );
});

describe("what only the library computes is left to it", () => {
  test.each<[string, (json: Json) => void]>([
    ["control characters kept", ({ normalizer }) => (normalizer["clean_text"] = false)],
    [
      "an added token that takes the space before it",
      (json) => (firstAdded(json)["lstrip"] = true),
    ],
    ["an added token that starts with a letter", (json) => (firstAdded(json)["content"] = "PAD")],
  ])("%s", (_name, change) => {
    const tokenizer = changed(change);
    expect(tokenizer).not.toBeInstanceOf(BertTokenizer);
    expect(idsOf(tokenizer)).toEqual(known);
  });
});

describe("a frame that is none", () => {
  const part = (id: string): object => ({ SpecialToken: { id, type_id: 0 } });
  const text = { Sequence: { id: "A", type_id: 0 } };
  const special_tokens = { "[CLS]": { id: "[CLS]", ids: [2], tokens: ["[CLS]"] } };
  const template = (single: unknown, tokens: unknown = special_tokens): object => ({
    type: "TemplateProcessing",
    single,
    pair: single,
    special_tokens: tokens,
  });

  // The library may still make something of it, or refuse it; BERT's own tokenizer is not used.
  test.each<[string, unknown]>([
    ["a number", 7],
    ["of another kind", { type: "RobertaProcessing", cls: ["<s>", 0], sep: ["</s>", 2] }],
    ["with ids that are none", { type: "BertProcessing", cls: ["[CLS]", -1], sep: ["[SEP]", 3] }],
    ["without its tokens", { type: "BertProcessing" }],
    ["with parts that are no list", template({})],
    ["with a part that is no object", template([part("[CLS]"), "text"])],
    ["without the text", template([part("[CLS]")])],
    ["with the text twice", template([text, text])],
    ["with a token that is not listed", template([part("[MASK]"), text])],
    ["with a token called after a prototype", template([part("constructor"), text])],
    ["with a part of neither kind", template([{}, text])],
    ["with tokens that are no object", template([part("[CLS]"), text], [])],
    ["with ids that are no list", template([part("[CLS]"), text], { "[CLS]": { ids: 2 } })],
  ])("%s is a typed error, or the library's affair", (_name, frame) => {
    let tokenizer: Tokenizer | undefined;
    try {
      tokenizer = changed((json) => (json.post_processor = frame));
    } catch (error) {
      expect(error).toMatchObject({ code: "TOKENIZER_INVALID" });
    }
    expect(tokenizer).not.toBeInstanceOf(BertTokenizer);
  });
});

describe("a file that cannot be used is a typed error that names what is wrong", () => {
  test.each<[string, (json: Json) => void]>([
    ["unknown token", ({ model }) => (model["unk_token"] = 7)],
    ["max_input_chars_per_word", ({ model }) => (model["max_input_chars_per_word"] = "100")],
    ["max_input_chars_per_word", ({ model }) => (model["max_input_chars_per_word"] = -1)],
    ["continuing_subword_prefix", ({ model }) => (model["continuing_subword_prefix"] = 1)],
    ["added token", (json) => (json.added_tokens = ["[CLS]"])],
    ["added token", (json) => (json.added_tokens = [{ content: "[CLS]", id: "2" }])],
    ["added token", (json) => (json.added_tokens = [{ content: "", id: 2 }])],
  ])("%s", (words, change) => {
    expect(() => changed(change)).toThrow(
      expect.objectContaining({
        code: "TOKENIZER_INVALID",
        message: expect.stringContaining(words) as string,
      }),
    );
  });

  test("of the library's own reasons too", () => {
    const words = {
      type: "WordLevel",
      vocab: { a: 0, "[UNK]": 1, "[CLS]": 2 },
      unk_token: "[UNK]",
    };
    const frame = {
      type: "TemplateProcessing",
      single: [{ SpecialToken: { id: "[CLS]", type_id: 0 } }],
      pair: [],
      special_tokens: { "[CLS]": { id: "[CLS]", ids: [2], tokens: ["[CLS]"] } },
    };
    // A frame that leaves out the text itself.
    const json = { model: words, added_tokens: [], normalizer: null, pre_tokenizer: null };
    expect(() => parseTokenizer(JSON.stringify({ ...json, post_processor: frame }), "x")).toThrow(
      expect.objectContaining({ code: "TOKENIZER_INVALID" }),
    );
  });
});

describe("lengths", () => {
  test.each([
    ["BERT's", parseTokenizer(source, "golden")],
    ["the library's", changed(({ normalizer }) => (normalizer["clean_text"] = false))],
  ])("below the special tokens are refused by %s tokenizer", (_name, tokenizer) => {
    for (const length of [1, 2.5, Number.NaN, -3]) {
      expect(() => tokenizer.encode(TEXT, length)).toThrow("maxLength");
    }
    expect([...tokenizer.encode(TEXT, 2).ids]).toEqual([known[0], known.at(-1)]);
  });

  test("of one word without end are read by the library as far as needed", () => {
    const tokenizer = changed(({ normalizer }) => (normalizer["clean_text"] = false));
    const { ids, truncated } = tokenizer.encode(`${"a".repeat(5000)} end`, 3);
    expect(ids.length).toBe(3);
    expect(truncated).toBe(true);
  });

  test("of a word beyond the longest are the unknown token", () => {
    const short = changed(({ model }) => (model["max_input_chars_per_word"] = 3));
    const unknown = idsOf(short)[2];
    expect(idsOf(short).filter((id) => id === unknown).length).toBeGreaterThan(1);
    // In characters, not in UTF-16 units.
    const four = changed(({ model }) => (model["max_input_chars_per_word"] = 4));
    expect([...four.encode("a😀😀😀😀", 9).ids]).toEqual([known[0], unknown, known.at(-1)]);
  });
});
