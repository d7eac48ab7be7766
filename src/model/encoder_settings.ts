/** Pooling, normalization and prefixes, from the files sentence-transformers puts beside a model. */

import { join } from "node:path";
import { ModelError, describe } from "../errors.js";
import { isJsonObject, ownValue, type JsonObject } from "../json_object.js";
import { readInteger, type EncoderConfig, type EncoderSettings } from "./encoder_config.js";
import { readJsonFile, readJsonObject } from "./json_file.js";
import { unsupportedModel } from "./model_errors.js";

/** The optional files that say how a model is used, relative to its folder. */
export const SETTINGS_FILES = [
  "modules.json",
  "1_Pooling/config.json",
  "config_sentence_transformers.json",
  "sentence_bert_config.json",
] as const;

/** Longest prefix accepted, in UTF-16 units. Real instructions have about a hundred. */
const MAX_PREFIX_LENGTH = 10_000;

/**
 * Reads how the model in `directory` is meant to be used. A folder without any of the files gets
 * what TAS-B wants: CLS pooling, no normalization, no prefix.
 *
 * @throws ModelError MODEL_UNSUPPORTED for another pooling or for further layers on top.
 */
export async function readEncoderSettings(
  directory: string,
  config: EncoderConfig,
): Promise<EncoderSettings> {
  const modules = await readModules(join(directory, "modules.json"));
  const poolingPath = join(directory, "1_Pooling", "config.json");
  const pooling = await readJsonObject(poolingPath);
  if (modules.includes("Pooling") && pooling === undefined) {
    throw new ModelError(
      "MODEL_FILE_MISSING",
      `${directory}: modules.json names a pooling layer, but ${poolingPath} is missing.`,
    );
  }
  const settings = {
    pooling: pooling === undefined ? ("cls" as const) : parsePooling(pooling, poolingPath),
    normalize: modules.includes("Normalize"),
    ...(await readPrefixes(join(directory, "config_sentence_transformers.json"))),
  };
  if (
    settings.pooling === "mean" &&
    pooling !== undefined &&
    ownValue(pooling, "include_prompt") === false &&
    settings.queryPrefix + settings.passagePrefix !== ""
  ) {
    throw unsupportedModel(
      poolingPath,
      "it leaves the prefix out of the mean, which is not supported",
    );
  }
  const lengthPath = join(directory, "sentence_bert_config.json");
  const length = await readJsonObject(lengthPath);
  if (length === undefined || ownValue(length, "max_seq_length") === undefined) return settings;
  const maxLength = readInteger(length, "max_seq_length", 2, 10_000_000, lengthPath);
  return { ...settings, maxLength: Math.min(maxLength, config.maxPositions) };
}

/** Class names of the layers in modules.json, without their Python package; none if no file. */
async function readModules(path: string): Promise<string[]> {
  const value = await readJsonFile(path);
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length > 16) {
    throw new ModelError(
      "MODEL_FILE_INVALID",
      `Expected ${path} to hold an array of at most 16 layers, got ${describe(value)}.`,
    );
  }
  return value.map((module: unknown) => {
    const type = isJsonObject(module) ? ownValue(module, "type") : undefined;
    const folder = isJsonObject(module) ? (ownValue(module, "path") ?? "") : "";
    if (typeof type !== "string" || typeof folder !== "string") {
      throw new ModelError("MODEL_FILE_INVALID", `${path}: a layer lacks its type or path.`);
    }
    const name = type.slice(type.lastIndexOf(".") + 1);
    const expectedFolder = new Map([
      ["Transformer", ""],
      ["Pooling", "1_Pooling"],
      ["Normalize", folder],
    ]).get(name);
    if (expectedFolder === undefined) {
      throw unsupportedModel(
        path,
        `it has a layer \`${name}\`; only Transformer, Pooling and Normalize are supported`,
      );
    }
    if (folder !== expectedFolder) {
      throw unsupportedModel(
        path,
        `its ${name} lies in \`${folder}\`; only \`${expectedFolder}\` is supported`,
      );
    }
    return name;
  });
}

/** Both spellings: `pooling_mode_cls_token: true` and the newer `pooling_mode: "cls"`. */
function parsePooling(json: JsonObject, source: string): "cls" | "mean" {
  const named = ownValue(json, "pooling_mode");
  const modes = new Set<string>();
  if (typeof named === "string") modes.add(named);
  else if (Array.isArray(named)) for (const mode of named) modes.add(String(mode));
  for (const key of Object.keys(json)) {
    if (key.startsWith("pooling_mode_") && json[key] === true) {
      modes.add(key.slice("pooling_mode_".length).replace(/_tokens?$/, ""));
    }
  }
  const [mode] = modes;
  if (modes.size !== 1 || (mode !== "cls" && mode !== "mean")) {
    throw unsupportedModel(
      source,
      `its pooling is ${modes.size === 0 ? "not stated" : `\`${[...modes].join("` and `").slice(0, 100)}\``}; ` +
        "only `cls` or `mean` alone is supported",
    );
  }
  return mode;
}

async function readPrefixes(path: string): Promise<{ queryPrefix: string; passagePrefix: string }> {
  const json = await readJsonObject(path);
  const prompts = json === undefined ? undefined : ownValue(json, "prompts");
  if (json === undefined || !isJsonObject(prompts)) return { queryPrefix: "", passagePrefix: "" };
  const defaultName = ownValue(json, "default_prompt_name");
  const first = (...names: unknown[]): string => {
    for (const name of names) {
      const prompt = typeof name === "string" ? ownValue(prompts, name) : undefined;
      if (prompt === undefined) continue;
      if (typeof prompt !== "string" || prompt.length > MAX_PREFIX_LENGTH) {
        throw new ModelError(
          "MODEL_FILE_INVALID",
          `${path}: expected the prompt \`${String(name)}\` to be a string of at most ` +
            `${MAX_PREFIX_LENGTH} characters, got ${describe(prompt)}.`,
        );
      }
      return prompt;
    }
    return "";
  };
  return {
    queryPrefix: first("query", defaultName),
    passagePrefix: first("document", "passage", "corpus", defaultName),
  };
}
