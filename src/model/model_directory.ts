/** A folder in the hub's layout: config.json, tokenizer.json, weights, and how to pool. */

import { stat } from "node:fs/promises";
import { join } from "node:path";
import { ModelError } from "../errors.js";
import { systemErrorCode } from "../system/system_error.js";
import { parseEncoderConfig, type EncoderConfig, type EncoderSettings } from "./encoder_config.js";
import { readEncoderSettings } from "./encoder_settings.js";
import { readJsonObject } from "./json_file.js";
import type { WeightFormat } from "./weights.js";
import { writeTokenizerFromVocabulary } from "./wordpiece_vocabulary.js";

/** Everything a folder says about its model; the weights themselves are not opened. */
export interface ModelDirectory {
  readonly directory: string;
  readonly config: EncoderConfig;
  readonly settings: EncoderSettings;
  /** Path of a tokenizer.json: the folder's own, or one made from its vocab.txt. */
  readonly tokenizerPath: string;
  readonly weights: { readonly path: string; readonly format: WeightFormat };
}

/** Weight files looked for, in this order. */
export const WEIGHT_FILES: readonly { readonly name: string; readonly format: WeightFormat }[] = [
  { name: "model.safetensors", format: "safetensors" },
  { name: "pytorch_model.bin", format: "pytorch" },
];

/**
 * Reads and checks the descriptions in a model folder.
 *
 * @param options.cacheDir where a tokenizer.json made from vocab.txt is put; default: the cache.
 * @throws ModelError MODEL_NOT_FOUND when there is no such folder, MODEL_FILE_MISSING naming the
 *   file, MODEL_FILE_INVALID, also for what may not be looked at, or MODEL_UNSUPPORTED.
 */
export async function readModelDirectory(
  directory: string,
  options: { cacheDir?: string | undefined } = {},
): Promise<ModelDirectory> {
  const found = await statOrUndefined(directory);
  if (found?.isDirectory() !== true) {
    throw new ModelError(
      "MODEL_NOT_FOUND",
      found === undefined
        ? `There is no model folder at ${directory}.`
        : `Expected a model folder at ${directory}, which is a file.`,
    );
  }
  const configPath = join(directory, "config.json");
  const json = await readJsonObject(configPath);
  if (json === undefined) throw missing(directory, "config.json", "it describes the encoder");
  const config = parseEncoderConfig(json, configPath);
  const settings = await readEncoderSettings(directory, config);

  const weights = await findWeights(directory);
  const ownTokenizer = join(directory, "tokenizer.json");
  const tokenizerPath = (await isFile(ownTokenizer))
    ? ownTokenizer
    : await writeTokenizerFromVocabulary(directory, options.cacheDir);
  if (tokenizerPath === undefined) {
    throw missing(directory, "tokenizer.json", "nor a vocab.txt to make one from");
  }
  return { directory, config, settings, tokenizerPath, weights };
}

async function findWeights(directory: string): Promise<ModelDirectory["weights"]> {
  for (const { name, format } of WEIGHT_FILES) {
    const path = join(directory, name);
    if (await isFile(path)) return { path, format };
  }
  for (const { name } of WEIGHT_FILES) {
    if (await isFile(join(directory, `${name}.index.json`))) {
      throw new ModelError(
        "MODEL_UNSUPPORTED",
        `The weights in ${directory} are split over several files (${name}.index.json); ` +
          "save them as one file with `save_pretrained(max_shard_size=…)`.",
      );
    }
  }
  throw missing(directory, "model.safetensors", "nor pytorch_model.bin");
}

function missing(directory: string, file: string, remark: string): ModelError {
  return new ModelError("MODEL_FILE_MISSING", `${directory} has no ${file} (${remark}).`);
}

async function isFile(path: string): Promise<boolean> {
  return (await statOrUndefined(path))?.isFile() === true;
}

/** Undefined where there is none; what the system refuses to say is not taken for that. */
async function statOrUndefined(
  path: string,
): Promise<Awaited<ReturnType<typeof stat>> | undefined> {
  try {
    return await stat(path);
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new ModelError("MODEL_FILE_INVALID", `Cannot look at ${path}: ${String(cause)}.`, {
      cause,
    });
  }
}
