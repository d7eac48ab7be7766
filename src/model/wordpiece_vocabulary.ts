/**
 * Builds a tokenizer.json for the BERT WordPiece tokenizer from vocab.txt, for repositories that
 * carry nothing newer. Same values as transformers' converter (`BertConverter`).
 */

import { createHash } from "node:crypto";
import { join } from "node:path";
import { cacheFolders } from "../system/environment.js";
import { ModelError } from "../errors.js";
import { ownValue, type JsonObject } from "../json_object.js";
import { readBoundedFile, readJsonObject } from "./json_file.js";
import { replaceFile } from "../system/replace_file.js";

const MAX_VOCABULARY_BYTES = 64 << 20;

/**
 * The tokenizer of a folder that has vocab.txt, written into the cache.
 *
 * @returns the path of the tokenizer.json written, or undefined where there is no vocab.txt.
 */
export async function writeTokenizerFromVocabulary(
  directory: string,
  cacheDir?: string,
): Promise<string | undefined> {
  const vocabularyPath = join(directory, "vocab.txt");
  const bytes = await readBoundedFile(vocabularyPath, MAX_VOCABULARY_BYTES);
  if (bytes === undefined) return undefined;
  const settings = (await readJsonObject(join(directory, "tokenizer_config.json"))) ?? {};
  const text = JSON.stringify(buildWordPieceTokenizer(bytes.toString("utf8"), settings, directory));

  const digest = createHash("sha256").update(text).digest("hex").slice(0, 32);
  const path = join(cacheFolders(cacheDir).converted, `tokenizer-${digest}`, "tokenizer.json");
  const existing = await readBoundedFile(path, MAX_VOCABULARY_BYTES * 4);
  if (existing?.toString("utf8") === text) return path;
  try {
    await replaceFile(path, text);
  } catch (cause) {
    throw new ModelError(
      "TOKENIZER_INVALID",
      `${directory} has no tokenizer.json, and the one made from its vocab.txt cannot be kept at ` +
        `${path}: ${String(cause)}. Set TASB_CACHE to a folder that can be written.`,
      { cause },
    );
  }
  return path;
}

/** The tokenizer.json object for a vocabulary with one token a line, id = line number from 0. */
export function buildWordPieceTokenizer(
  vocabulary: string,
  settings: JsonObject,
  source: string,
): object {
  const tokens = vocabulary.replaceAll("\r\n", "\n").replace(/\n$/, "").split("\n");
  // A null prototype, so that a token called __proto__ is a token like any other.
  const vocab: Record<string, number> = Object.create(null);
  tokens.forEach((token, id) => {
    vocab[token] = id;
  });
  const special = (key: string, fallback: string): { id: number; token: string } => {
    const value = ownValue(settings, key);
    const token = typeof value === "string" ? value : fallback;
    const id = vocab[token];
    if (id === undefined) {
      throw new ModelError(
        "TOKENIZER_INVALID",
        `${source}: vocab.txt lacks the special token \`${token.slice(0, 40)}\`.`,
      );
    }
    return { id, token };
  };
  const unknown = special("unk_token", "[UNK]");
  const classify = special("cls_token", "[CLS]");
  const separate = special("sep_token", "[SEP]");
  const specials = [
    special("pad_token", "[PAD]"),
    unknown,
    classify,
    separate,
    special("mask_token", "[MASK]"),
  ];
  const lowercase = ownValue(settings, "do_lower_case") !== false;
  const stripAccents = ownValue(settings, "strip_accents");
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: specials
      .toSorted((a, b) => a.id - b.id)
      .map(({ id, token }) => ({
        id,
        content: token,
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
        special: true,
      })),
    normalizer: {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: ownValue(settings, "tokenize_chinese_chars") !== false,
      strip_accents: typeof stripAccents === "boolean" ? stripAccents : null,
      lowercase,
    },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: {
      type: "TemplateProcessing",
      single: [piece(classify, 0), { Sequence: { id: "A", type_id: 0 } }, piece(separate, 0)],
      pair: [
        piece(classify, 0),
        { Sequence: { id: "A", type_id: 0 } },
        piece(separate, 0),
        { Sequence: { id: "B", type_id: 1 } },
        piece(separate, 1),
      ],
      special_tokens: Object.fromEntries(
        [classify, separate].map(({ id, token }) => [
          token,
          { id: token, ids: [id], tokens: [token] },
        ]),
      ),
    },
    decoder: { type: "WordPiece", prefix: "##", cleanup: true },
    model: {
      type: "WordPiece",
      unk_token: unknown.token,
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
      vocab,
    },
  };
}

function piece(entry: { token: string }, type: 0 | 1): object {
  return { SpecialToken: { id: entry.token, type_id: type } };
}
