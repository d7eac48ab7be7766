/** Whether the cache already holds a model whole. */

import { SETTINGS_FILES } from "../encoder_settings.js";
import { WEIGHT_FILES } from "../model_directory.js";
import type { RepositoryCache } from "./cache_layout.js";

/** Files of which one serves as the tokenizer: the first that is there. */
export const VOCABULARY_FILES = ["vocab.txt", "tokenizer_config.json"] as const;

/**
 * Looks for what a model needs at a commit.
 *
 * @param isPlain the model is known to need no settings files (TAS-B: CLS pooling, no prefix), so a
 *   copy made by a tool that never asked for them is whole.
 * @returns the first file that is missing, or whose absence from the repository is not known;
 *   undefined when nothing is.
 */
export async function firstMissingFile(
  cache: RepositoryCache,
  commit: string,
  isPlain: boolean,
): Promise<string | undefined> {
  const has = (file: string): Promise<boolean> => cache.has(commit, file);
  const isSettled = async (file: string): Promise<boolean> =>
    isPlain || (await has(file)) || (await cache.isKnownAbsent(commit, file));

  if (!(await has("config.json"))) return "config.json";
  for (const file of SETTINGS_FILES) if (!(await isSettled(file))) return file;
  if (!(await has("tokenizer.json"))) {
    const [vocabulary, settings] = VOCABULARY_FILES;
    if (!(await has(vocabulary))) return "tokenizer.json";
    if (!(await isSettled(settings))) return settings;
  }
  for (const { name } of WEIGHT_FILES) if (await has(name)) return undefined;
  return WEIGHT_FILES[0]?.name;
}
