/** Stemmers by name: Porter's own, and Snowball's for other languages. */

import { createRequire } from "node:module";
import { resolve } from "node:path";

import { expected, NotSupportedError } from "../errors.js";
import { packageRoot } from "../package_root.js";
import { porterStem } from "./porter_stemmer.js";

/** From a lower-case word to its stem. The same word must always give the same stem. */
export type Stemmer = (word: string) => string;

/** Languages of the snowball-stemmers package. Its "english" is Porter2, not Lucene's stemmer. */
export const SNOWBALL_LANGUAGES = [
  "arabic",
  "armenian",
  "basque",
  "catalan",
  "czech",
  "danish",
  "dutch",
  "english",
  "finnish",
  "french",
  "german",
  "hungarian",
  "irish",
  "italian",
  "norwegian",
  "portuguese",
  "romanian",
  "russian",
  "slovene",
  "spanish",
  "swedish",
  "tamil",
  "turkish",
] as const;

/** A language with a stemmer of Snowball. */
export type SnowballLanguage = (typeof SNOWBALL_LANGUAGES)[number];

/** "porter" is the original English stemmer, as in Lucene's EnglishAnalyzer. */
export type StemmerName = "porter" | "none" | SnowballLanguage;

interface SnowballStemmers {
  newStemmer(language: string): { stem(word: string): string };
}

/**
 * @throws InvalidArgumentError for a name that is not there
 * @throws NotSupportedError where snowball-stemmers cannot be loaded
 */
export function stemmerOf(name: StemmerName): Stemmer {
  if (name === "porter") return porterStem;
  if (name === "none") return (word) => word;
  if (!SNOWBALL_LANGUAGES.includes(name)) {
    const known = `"porter", "none" or one of ${SNOWBALL_LANGUAGES.join(", ")}`;
    throw expected("stemmer", `a function, ${known}`, name);
  }
  const stemmer = loadSnowball().newStemmer(name);
  return (word) => stemmer.stem(word);
}

/** Loaded where a language is named and not before: the package is 0.9 MB of source. */
function loadSnowball(): SnowballStemmers {
  try {
    const load: (name: string) => SnowballStemmers = createRequire(
      resolve(packageRoot, "package.json"),
    );
    return load("snowball-stemmers");
  } catch (cause) {
    throw new NotSupportedError(
      "The stemmers of the `snowball-stemmers` package could not be loaded; it belongs to this " +
        "package's dependencies and must not be bundled away.",
      { cause },
    );
  }
}
