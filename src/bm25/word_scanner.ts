/**
 * Finds the words of a text as Lucene 9's StandardTokenizer does: the longest match of its rules
 * from each place on, by one table look-up per code point. Words end after 255 UTF-16 units at the
 * latest, and what is left of a longer one begins a new word.
 *
 * Time is linear in the text, and each code point is looked at a few times at most: where the
 * automaton looked ahead in vain (in a long row of underscores or joiners) and comes into the same
 * state at the same place again, it goes on where it was then.
 *
 * One difference is intended: where a text ends in half a surrogate pair, Lucene 9.12 loses up to
 * the last 255 units of the text; here only the half is passed over.
 */

import {
  ACCEPTS,
  CLASS_LETTERS,
  CLASS_RUNS,
  STATE_DIGITS,
  TRANSITIONS,
  WORD_KINDS,
} from "./word_break_tables.js";

/** Longest word in UTF-16 units: `StandardAnalyzer.DEFAULT_MAX_TOKEN_LENGTH`. */
export const MAX_WORD_LENGTH = 255;

const CLASS_COUNT = CLASS_LETTERS.length;
const DEAD = 0;
const START = 1;

const CODE_POINTS = 0x110000;
/** Code points are grouped by 128; equal groups are stored once. */
const GROUP_BITS = 7;
const GROUP_SIZE = 1 << GROUP_BITS;

interface Tables {
  /** Where the classes of each group of code points begin in `classes`. */
  readonly groups: Uint16Array;
  readonly classes: Uint8Array;
  /** [states, CLASS_COUNT] */
  readonly transitions: Uint8Array;
  /** [states] kind of the word that ends here, 0 where none does. */
  readonly accepts: Uint8Array;
}

/** Takes a few milliseconds, once: most groups lie whole in one run, and are not looked into. */
function readTables(): Tables {
  const groups = new Uint16Array(CODE_POINTS >> GROUP_BITS);
  const stored: number[] = [];
  const places = new Map<string, number>();
  const placeOf = (classes: Uint8Array): number => {
    const key = String.fromCharCode(...classes);
    const known = places.get(key);
    if (known !== undefined) return known;
    const place = stored.length;
    places.set(key, place);
    stored.push(...classes);
    return place;
  };
  /** Places of the groups that have one class alone. */
  const uniform = new Map<number, number>();
  const group = new Uint8Array(GROUP_SIZE);
  let at = 0;
  for (const [, length = "", letter = ""] of CLASS_RUNS.matchAll(/([\da-z]*)([^\da-z])/g)) {
    const value = CLASS_LETTERS.indexOf(letter);
    const end = at + (length === "" ? 1 : Number.parseInt(length, 36));
    while (at < end) {
      const start = at % GROUP_SIZE;
      const size = Math.min(end - at, GROUP_SIZE - start);
      group.fill(value, start, start + size);
      if (start + size === GROUP_SIZE) {
        let place = size === GROUP_SIZE ? uniform.get(value) : undefined;
        place ??= placeOf(group);
        if (size === GROUP_SIZE) uniform.set(value, place);
        groups[at >> GROUP_BITS] = place;
      }
      at += size;
    }
  }
  return {
    groups,
    classes: Uint8Array.from(stored),
    transitions: Uint8Array.from(TRANSITIONS, (digit) => STATE_DIGITS.indexOf(digit)),
    accepts: Uint8Array.from(ACCEPTS, (digit) => Number.parseInt(digit, 36)),
  };
}

let tables: Tables | undefined;

/** A place's slot among the states of a look-ahead, which is at most MAX_WORD_LENGTH long. */
const AHEAD_MASK = 0xff;

/** UTF-16 units of a code point. */
function unitsOf(codePoint: number): number {
  return codePoint > 0xffff ? 2 : 1;
}

/** Gets a word's UTF-16 offsets, and its kind as a number: 1 + its place in WORD_KINDS. */
export type WordVisitor = (start: number, end: number, kind: number) => void;

/**
 * Calls `visit` for each word in the order of the text.
 *
 * @returns how many code points were looked at
 */
export function scanWords(text: string, visit: WordVisitor): number {
  tables ??= readTables();
  const { groups, classes, transitions, accepts } = tables;
  const length = text.length;
  let looks = 0;
  let start = 0;
  // The state at each place after the last word that was looked at; DEAD inside a surrogate pair.
  const ahead = new Uint8Array(AHEAD_MASK + 1);
  // Where the last look-ahead ended, in which state, and whether there was no way on.
  let aheadEnd = -1;
  let aheadState = DEAD;
  let aheadDied = false;
  while (start < length) {
    const limit = Math.min(length, start + MAX_WORD_LENGTH);
    let state = START;
    let at = start;
    let end = -1;
    let kind = 0;
    let died = false;
    while (at < limit) {
      const codePoint = text.codePointAt(at)!;
      const units = codePoint > 0xffff ? 2 : 1;
      if (at + units > limit) break;
      looks++;
      const group = groups[codePoint >> GROUP_BITS]!;
      const codePointClass = classes[group + (codePoint & (GROUP_SIZE - 1))]!;
      const next = transitions[state * CLASS_COUNT + codePointClass]!;
      if (next === DEAD) {
        died = true;
        break;
      }
      state = next;
      at += units;
      if (accepts[state] !== 0) {
        end = at;
        kind = accepts[state]!;
      }
      if (at <= aheadEnd && ahead[at & AHEAD_MASK] === state) {
        at = aheadEnd;
        state = aheadState;
        died = aheadDied;
        if (died) break;
      } else {
        if (units === 2) ahead[(at - 1) & AHEAD_MASK] = DEAD;
        ahead[at & AHEAD_MASK] = state;
      }
    }
    if (at < aheadEnd) {
      // The longer look-ahead stays the one to meet, and these states are not on its way.
      for (let place = start + 1; place <= at; place++) ahead[place & AHEAD_MASK] = DEAD;
    } else {
      aheadEnd = at;
      aheadState = state;
      aheadDied = died;
    }
    if (end > 0) {
      visit(start, end, kind);
      start = end;
    } else {
      start += unitsOf(text.codePointAt(start)!);
    }
  }
  return looks;
}

/** Kinds whose writing has no blanks between words, or words with endings attached (Korean). */
const UNSPACED: ReadonlySet<number> = new Set(
  (["ideograph", "hiragana", "katakana", "hangul", "complex"] as const).map(
    (kind) => WORD_KINDS.indexOf(kind) + 1,
  ),
);

/**
 * As `scanWords`, but neighboring characters of scripts written without blanks are visited as
 * overlapping pairs (a character without neighbor alone), whatever words they would make: each pair
 * is searchable without a dictionary. Lucene's CJKBigramFilter does so for Chinese, Japanese and
 * Korean.
 */
export function scanUnspacedBigrams(text: string, visit: WordVisitor): number {
  let runStart = 0;
  let runEnd = -1;
  let runKind = 0;
  const visitRun = () => {
    if (runEnd < 0) return;
    let start = runStart;
    let middle = start + unitsOf(text.codePointAt(start)!);
    if (middle >= runEnd) visit(start, runEnd, runKind);
    while (middle < runEnd) {
      const end = middle + unitsOf(text.codePointAt(middle)!);
      visit(start, end, runKind);
      start = middle;
      middle = end;
    }
    runEnd = -1;
  };
  const looks = scanWords(text, (start, end, kind) => {
    const unspaced = UNSPACED.has(kind);
    if (unspaced && start === runEnd) {
      runEnd = end;
      return;
    }
    visitRun();
    if (!unspaced) {
      visit(start, end, kind);
      return;
    }
    runStart = start;
    runEnd = end;
    runKind = kind;
  });
  visitRun();
  return looks;
}
