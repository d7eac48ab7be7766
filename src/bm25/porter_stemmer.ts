/**
 * The original Porter stemmer: M. F. Porter, "An algorithm for suffix stripping", Program 14(3),
 * 1980, with the two departures of the author's own implementation (`bli` → `ble` and
 * `logi` → `log` in step 2), which is the form Lucene's PorterStemFilter applies.
 */

type Rule = readonly [suffix: string, replacement: string];

/** Step 2, by the letter before the last. The first suffix that fits decides. */
const STEP_2: Readonly<Record<string, readonly Rule[]>> = {
  a: [
    ["ational", "ate"],
    ["tional", "tion"],
  ],
  c: [
    ["enci", "ence"],
    ["anci", "ance"],
  ],
  e: [["izer", "ize"]],
  l: [
    ["bli", "ble"],
    ["alli", "al"],
    ["entli", "ent"],
    ["eli", "e"],
    ["ousli", "ous"],
  ],
  o: [
    ["ization", "ize"],
    ["ation", "ate"],
    ["ator", "ate"],
  ],
  s: [
    ["alism", "al"],
    ["iveness", "ive"],
    ["fulness", "ful"],
    ["ousness", "ous"],
  ],
  t: [
    ["aliti", "al"],
    ["iviti", "ive"],
    ["biliti", "ble"],
  ],
  g: [["logi", "log"]],
};

/** Step 3, by the last letter. */
const STEP_3: Readonly<Record<string, readonly Rule[]>> = {
  e: [
    ["icate", "ic"],
    ["ative", ""],
    ["alize", "al"],
  ],
  i: [["iciti", "ic"]],
  l: [
    ["ical", "ic"],
    ["ful", ""],
  ],
  s: [["ness", ""]],
};

/** Step 4, by the letter before the last. `ement` goes before `ment`, `ment` before `ent`. */
const STEP_4: Readonly<Record<string, readonly string[]>> = {
  a: ["al"],
  c: ["ance", "ence"],
  e: ["er"],
  i: ["ic"],
  l: ["able", "ible"],
  n: ["ant", "ement", "ment", "ent"],
  o: ["sion", "tion", "ou"],
  s: ["ism"],
  t: ["ate", "iti"],
  u: ["ous"],
  v: ["ive"],
  z: ["ize"],
};

const VOWEL = /[aeiou]/;

/** Whether each letter of the word is a consonant; `y` is one unless a consonant comes before. */
function consonants(word: string): boolean[] {
  const result: boolean[] = [];
  let before = false;
  for (let i = 0; i < word.length; i++) {
    const letter = word.charAt(i);
    before = letter === "y" ? i === 0 || !before : !VOWEL.test(letter);
    result.push(before);
  }
  return result;
}

/** Porter's m: how many times a vowel is followed by a consonant. */
function measure(word: string): number {
  let m = 0;
  let vowel = false;
  for (const consonant of consonants(word)) {
    if (consonant && vowel) m++;
    vowel = !consonant;
  }
  return m;
}

function hasVowel(word: string): boolean {
  return consonants(word).includes(false);
}

function endsInDoubleConsonant(word: string): boolean {
  const last = word.length - 1;
  return last >= 1 && word[last] === word[last - 1] && consonants(word)[last] === true;
}

/** Porter's *o: ends consonant, vowel, consonant, the last not w, x or y. */
function endsInShortSyllable(word: string): boolean {
  const last = word.length - 1;
  if (last < 2 || /[wxy]$/.test(word)) return false;
  const c = consonants(word);
  return c[last] === true && c[last - 1] === false && c[last - 2] === true;
}

/** Plurals. */
function step1a(word: string): string {
  if (!word.endsWith("s")) return word;
  if (word.endsWith("sses") || word.endsWith("ies")) return word.slice(0, -2);
  return word.endsWith("ss") ? word : word.slice(0, -1);
}

/** -eed, -ed and -ing. */
function step1b(word: string): string {
  if (word.endsWith("eed")) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const suffix = word.endsWith("ed") ? "ed" : word.endsWith("ing") ? "ing" : "";
  if (suffix === "") return word;
  const stem = word.slice(0, word.length - suffix.length);
  if (!hasVowel(stem)) return word;
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (endsInDoubleConsonant(stem)) return /[lsz]$/.test(stem) ? stem : stem.slice(0, -1);
  return measure(stem) === 1 && endsInShortSyllable(stem) ? `${stem}e` : stem;
}

/** A last y becomes i where there is another vowel. */
function step1c(word: string): string {
  return word.endsWith("y") && hasVowel(word.slice(0, -1)) ? `${word.slice(0, -1)}i` : word;
}

/** Steps 2 and 3: the first suffix that fits is replaced where m > 0. */
function replaceSuffix(word: string, rules: readonly Rule[] | undefined): string {
  for (const [suffix, replacement] of rules ?? []) {
    if (!word.endsWith(suffix)) continue;
    const stem = word.slice(0, word.length - suffix.length);
    return measure(stem) > 0 ? stem + replacement : word;
  }
  return word;
}

/** Step 4: the first suffix that fits goes where m > 1. -ion stays with its s or t. */
function step4(word: string): string {
  for (const suffix of STEP_4[word.charAt(word.length - 2)] ?? []) {
    if (!word.endsWith(suffix)) continue;
    const kept = suffix.endsWith("ion") ? suffix.length - 1 : suffix.length;
    const stem = word.slice(0, word.length - kept);
    return measure(stem) > 1 ? stem : word;
  }
  return word;
}

/** A last e, and a double l. m is that of the word before either goes. */
function step5(word: string): string {
  const m = measure(word);
  let result = word;
  if (word.endsWith("e") && (m > 1 || (m === 1 && !endsInShortSyllable(word.slice(0, -1))))) {
    result = word.slice(0, -1);
  }
  return m > 1 && result.endsWith("ll") ? result.slice(0, -1) : result;
}

/**
 * The stem of one lower-case word. Words of one or two letters, and words that do not end in a
 * letter a..z, stay as they are.
 *
 * @param word lower-case word
 */
export function porterStem(word: string): string {
  if (word.length <= 2 || !/[a-z]$/.test(word)) return word;
  let stem = step1c(step1b(step1a(word)));
  // One letter left: the reference implementation's later steps have no letter before the last.
  if (stem.length > 1) stem = replaceSuffix(stem, STEP_2[stem.charAt(stem.length - 2)]);
  stem = replaceSuffix(stem, STEP_3[stem.charAt(stem.length - 1)]);
  if (stem.length > 1) stem = step4(stem);
  return step5(stem);
}
