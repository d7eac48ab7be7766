/** Texts to token ids, by a model's tokenizer.json. */

import { open } from "node:fs/promises";

import { describe, ModelError } from "../errors.js";
import { isJsonObject, ownValue, type JsonObject } from "../json_object.js";
import { BertTokenizer } from "./bert_tokenizer.js";
import { GeneralTokenizer } from "./library_tokenizer.js";
import type { Tokenizer } from "./token_sequence.js";
import { unknownPattern } from "./tokenizer_patterns.js";

export type { Tokenizer, TokenSequence } from "./token_sequence.js";

/** A tokenizer.json larger than this is refused unread; the largest in use have about 20 MB. */
const MAX_FILE_BYTES = 64 * 2 ** 20;
const MAX_ID = 2 ** 24;
const SPECIAL_START = /^[!-/:-@[-`{-~]/u;

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= MAX_ID;
}

/**
 * Reads a tokenizer.json. Its truncation and padding settings are ignored: some published files
 * carry values that do not fit the model.
 *
 * BERT's kind (WordPiece) is computed by this package, equal to the reference implementation;
 * other kinds by @huggingface/tokenizers, if their regular expressions are those of known tokenizers.
 *
 * @throws ModelError `TOKENIZER_INVALID`; `MODEL_FILE_MISSING` where there is no such file
 */
export async function loadTokenizer(path: string): Promise<Tokenizer> {
  return parseTokenizer(await readCapped(path), path);
}

async function readCapped(path: string): Promise<string> {
  let file;
  try {
    file = await open(path, "r");
  } catch (cause) {
    throw new ModelError("MODEL_FILE_MISSING", `The tokenizer ${path} cannot be opened.`, {
      cause,
    });
  }
  try {
    const { size } = await file.stat();
    if (size > MAX_FILE_BYTES) {
      throw invalid(path, `at most ${MAX_FILE_BYTES} bytes`, `${size} bytes`);
    }
    return await file.readFile("utf8");
  } catch (cause) {
    if (cause instanceof ModelError) throw cause;
    throw new ModelError("TOKENIZER_INVALID", `The tokenizer ${path} cannot be read.`, { cause });
  } finally {
    await file.close();
  }
}

/** @param source names the file in errors. */
export function parseTokenizer(text: string, source: string): Tokenizer {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ModelError("TOKENIZER_INVALID", `${source} is not JSON.`, { cause });
  }
  if (!isJsonObject(json)) throw invalid(source, "an object", describe(json));
  const bert = readBert(json, source);
  if (bert !== undefined) return bert;
  const pattern = unknownPattern([ownValue(json, "normalizer"), ownValue(json, "pre_tokenizer")]);
  if (pattern !== undefined) {
    throw invalid(source, "only regular expressions of known tokenizers", describe(pattern));
  }
  try {
    // A copy of only what is used: a truncation or padding setting must not count.
    const { truncation: _truncation, padding: _padding, decoder: _decoder, ...rest } = json;
    return new GeneralTokenizer({ ...rest, decoder: null });
  } catch (cause) {
    throw new ModelError(
      "TOKENIZER_INVALID",
      `${source} does not describe a tokenizer that can be used: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}

function invalid(source: string, wanted: string, actual: string): ModelError {
  return new ModelError(
    "TOKENIZER_INVALID",
    `Expected ${source} to have ${wanted}, got ${actual}.`,
  );
}

/** The tokenizer where the file describes BERT's, else undefined. */
function readBert(json: JsonObject, source: string): BertTokenizer | undefined {
  const model = ownValue(json, "model");
  if (!isJsonObject(model)) throw invalid(source, "an object `model`", describe(model));
  const normalizer = ownValue(json, "normalizer");
  const splitter = ownValue(json, "pre_tokenizer");
  // Files written before the type was named tell WordPiece by its prefix.
  const type =
    ownValue(model, "type") ?? (ownValue(model, "max_input_chars_per_word") && "WordPiece");
  if (type !== "WordPiece") return undefined;
  if (!isJsonObject(normalizer) || ownValue(normalizer, "type") !== "BertNormalizer")
    return undefined;
  if (ownValue(normalizer, "clean_text") === false) return undefined;
  if (!isJsonObject(splitter) || ownValue(splitter, "type") !== "BertPreTokenizer")
    return undefined;

  const vocabulary = readVocabulary(ownValue(model, "vocab"), source);
  const unknown = ownValue(model, "unk_token") ?? "[UNK]";
  const unknownId = typeof unknown === "string" ? vocabulary.get(unknown) : undefined;
  if (unknownId === undefined) {
    throw invalid(source, "its unknown token in the vocabulary", describe(unknown));
  }
  const longestWord = ownValue(model, "max_input_chars_per_word") ?? 100;
  if (!isId(longestWord)) {
    throw invalid(source, "an integer max_input_chars_per_word", describe(longestWord));
  }
  const continuingPrefix = ownValue(model, "continuing_subword_prefix") ?? "##";
  if (typeof continuingPrefix !== "string") {
    throw invalid(source, "a string continuing_subword_prefix", describe(continuingPrefix));
  }
  const specialTokens = readSpecialTokens(ownValue(json, "added_tokens") ?? [], source);
  const frame = readFrame(ownValue(json, "post_processor"));
  if (specialTokens === undefined || frame === undefined) return undefined;
  const lowercase = ownValue(normalizer, "lowercase") !== false;
  return new BertTokenizer({
    vocabulary,
    unknownId,
    continuingPrefix,
    longestWord,
    lowercase,
    stripAccents: (ownValue(normalizer, "strip_accents") ?? lowercase) === true,
    separateIdeographs: ownValue(normalizer, "handle_chinese_chars") !== false,
    specialTokens,
    ...frame,
  });
}

function readVocabulary(value: unknown, source: string): Map<string, number> {
  if (!isJsonObject(value)) throw invalid(source, "an object `model.vocab`", describe(value));
  const vocabulary = new Map<string, number>();
  for (const [token, id] of Object.entries(value)) {
    if (!isId(id)) throw invalid(source, `an integer id for ${describe(token)}`, describe(id));
    vocabulary.set(token, id);
  }
  if (vocabulary.size === 0) throw invalid(source, "a vocabulary", "an empty one");
  return vocabulary;
}

/** Undefined where a token asks for a treatment that only the library gives. */
function readSpecialTokens(value: unknown, source: string): Map<string, number> | undefined {
  if (!Array.isArray(value)) throw invalid(source, "an array `added_tokens`", describe(value));
  const tokens = new Map<string, number>();
  for (const token of value as unknown[]) {
    const content = isJsonObject(token) ? ownValue(token, "content") : undefined;
    const id = isJsonObject(token) ? ownValue(token, "id") : undefined;
    if (!isJsonObject(token) || typeof content !== "string" || content === "" || !isId(id)) {
      throw invalid(source, "content and id in every added token", describe(token));
    }
    const plain = ["single_word", "lstrip", "rstrip", "normalized"].every(
      (flag) => ownValue(token, flag) !== true,
    );
    if (!plain || !SPECIAL_START.test(content)) return undefined;
    tokens.set(content, id);
  }
  return tokens;
}

/** What stands before and after a single text, where the post-processor is a plain frame. */
function readFrame(value: unknown): { prefix: number[]; suffix: number[] } | undefined {
  if (value === undefined || value === null) return { prefix: [], suffix: [] };
  if (!isJsonObject(value)) return undefined;
  if (ownValue(value, "type") === "BertProcessing") {
    const cls = ownValue(value, "cls");
    const sep = ownValue(value, "sep");
    const before: unknown = Array.isArray(cls) ? cls[1] : undefined;
    const after: unknown = Array.isArray(sep) ? sep[1] : undefined;
    return isId(before) && isId(after) ? { prefix: [before], suffix: [after] } : undefined;
  }
  const single = ownValue(value, "single");
  const special = ownValue(value, "special_tokens");
  if (ownValue(value, "type") !== "TemplateProcessing" || !Array.isArray(single)) return undefined;
  const prefix: number[] = [];
  const suffix: number[] = [];
  let texts = 0;
  for (const part of single as unknown[]) {
    if (!isJsonObject(part)) return undefined;
    if (ownValue(part, "Sequence") !== undefined) {
      texts += 1;
      continue;
    }
    const token = ownValue(part, "SpecialToken");
    const name = isJsonObject(token) ? ownValue(token, "id") : undefined;
    const entry =
      isJsonObject(special) && typeof name === "string" ? ownValue(special, name) : undefined;
    const ids = isJsonObject(entry) ? ownValue(entry, "ids") : undefined;
    if (!Array.isArray(ids) || !ids.every(isId)) return undefined;
    (texts === 0 ? prefix : suffix).push(...ids);
  }
  return texts === 1 ? { prefix, suffix } : undefined;
}
