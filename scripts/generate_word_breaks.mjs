/**
 * Makes src/bm25/word_break_tables.ts: the word rules of Lucene 9's StandardTokenizer as a
 * deterministic automaton over classes of code points.
 *
 * The rules are UAX #29 with Lucene's additions: single ideographs and hiragana, runs of
 * complex-context scripts (Thai, Lao, Khmer, Myanmar …), and emoji sequences after UTS #51, with the
 * properties of Unicode 12.1, the version Lucene 9.12 was made with.
 *
 *   npm install --no-save --prefix DIR @unicode/unicode-12.1.0@2.0.7
 *   node scripts/generate_word_breaks.mjs DIR
 */

import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const UNICODE = "12.1.0";
const CODE_POINTS = 0x110000;

const data = createRequire(pathToFileURL(resolve(process.argv[2] ?? ".", "package.json")));

/** Bytes, 1 for each code point that has the property. */
async function property(version, path) {
  const file = data.resolve(`@unicode/unicode-${version}/${path}/ranges.mjs`);
  const { default: ranges } = await import(pathToFileURL(file));
  const set = new Uint8Array(CODE_POINTS);
  for (const { begin, end } of ranges) set.fill(1, begin, end);
  return set;
}

const union = (...sets) => sets[0].map((_, c) => (sets.some((set) => set[c] === 1) ? 1 : 0));
const both = (a, b) => a.map((bit, c) => bit & b[c]);
const without = (a, b) => a.map((bit, c) => bit & (1 - b[c]));
const only = (...points) => {
  const set = new Uint8Array(CODE_POINTS);
  for (const [first, last = first] of points) set.fill(1, first, last + 1);
  return set;
};

const wb = (value) => property(UNICODE, `Word_Break/${value}`);
const emojiProperty = (name) => property(UNICODE, `Binary_Property/${name}`);

const zwj = await wb("ZWJ");
const extend = union(await wb("Format"), await wb("Extend"), zwj);
const letter = await wb("ALetter");
const hebrew = await wb("Hebrew_Letter");
const midNumLet = await wb("MidNumLet");
const singleQuote = await wb("Single_Quote");
const regional = await wb("Regional_Indicator");
const modifier = await emojiProperty("Emoji_Modifier");
const keycapBase = only([0x30, 0x39], [0x23], [0x2a]);
// Signs that are text unless an emoji sequence says otherwise: © ® ™ and two wavy marks.
const accidental = only([0xa9], [0xae], [0x2122], [0x3030], [0x303d]);

const sets = {
  extend,
  extendSansPresentation: without(extend, only([0xfe0e, 0xfe0f])),
  zwj,
  emojiPresentation: only([0xfe0f]),
  keycapBase,
  keycap: only([0x20e3]),
  emoji: union(
    await emojiProperty("Extended_Pictographic"),
    without(await emojiProperty("Emoji"), union(regional, keycapBase, accidental, modifier)),
  ),
  modifierBase: await emojiProperty("Emoji_Modifier_Base"),
  modifier,
  tag: only([0xe0020, 0xe007e]),
  tagEnd: only([0xe007f]),
  regional,
  hangul: both(await property(UNICODE, "Script/Hangul"), union(letter, hebrew)),
  letter: union(letter, hebrew),
  hebrew,
  // Full-width digits count as numbers, though Unicode gives them no word break property.
  numeric: union(await wb("Numeric"), only([0xff10, 0xff19])),
  katakana: await wb("Katakana"),
  midLetter: union(await wb("MidLetter"), midNumLet, singleQuote),
  midNumeric: union(await wb("MidNum"), midNumLet, singleQuote),
  extendNumLet: await wb("ExtendNumLet"),
  singleQuote,
  doubleQuote: await wb("Double_Quote"),
  complex: await property(UNICODE, "Line_Break/Complex_Context"),
  han: await property(UNICODE, "Script/Han"),
  hiragana: await property(UNICODE, "Script/Hiragana"),
};

// --- classes: code points that no set tells apart ---

const names = Object.keys(sets);
const classOf = new Uint8Array(CODE_POINTS);
/** By class, the names of the sets it is in. Class 0 is in none. */
const classes = [new Set()];
{
  const known = new Map([["0".repeat(names.length), 0]]);
  for (let c = 0; c < CODE_POINTS; c++) {
    const signature = names.map((name) => sets[name][c]).join("");
    let number = known.get(signature);
    if (number === undefined) {
      number = classes.length;
      known.set(signature, number);
      classes.push(new Set(names.filter((name) => sets[name][c] === 1)));
    }
    classOf[c] = number;
  }
}

// --- expressions: functions that add states to an automaton with free moves ---

/** moves[state]: [set name or null for a free move, target] */
const moves = [];
const state = () => moves.push([]) - 1;
const move = (from, on, to) => moves[from].push([on, to]);

const one = (name) => (from) => {
  const to = state();
  move(from, name, to);
  return to;
};
const seq =
  (...parts) =>
  (from) =>
    parts.reduce((at, part) => part(at), from);
const alt =
  (...parts) =>
  (from) => {
    const to = state();
    for (const part of parts) {
      const start = state();
      move(from, null, start);
      move(part(start), null, to);
    }
    return to;
  };
const star = (part) => (from) => {
  const loop = state();
  move(from, null, loop);
  move(part(loop), null, loop);
  const to = state();
  move(loop, null, to);
  return to;
};
const plus = (part) => seq(part, star(part));
const maybe = (part) => alt(part, (from) => from);

/** WB4: a character together with the marks that follow it. */
const ex = (name) => seq(one(name), star(one("extend")));
const emojiEx = (name) => seq(one(name), star(one("extendSansPresentation")));

const letters = seq(
  ex("letter"),
  star(seq(alt(star(ex("extendNumLet")), ex("midLetter")), ex("letter"))),
);
const numbers = seq(
  ex("numeric"),
  star(seq(alt(star(ex("extendNumLet")), ex("midNumeric")), ex("numeric"))),
);
const hebrewQuotes = seq(
  ex("hebrew"),
  alt(ex("singleQuote"), seq(ex("doubleQuote"), ex("hebrew"))),
);
const wordPart = alt(
  seq(ex("katakana"), star(seq(star(ex("extendNumLet")), ex("katakana")))),
  plus(alt(hebrewQuotes, numbers, letters)),
);
const emojiElement = alt(
  seq(star(one("zwj")), emojiEx("emoji"), maybe(one("emojiPresentation"))),
  seq(maybe(seq(star(one("zwj")), emojiEx("modifierBase"))), emojiEx("modifier")),
);

/** In order of precedence where two match the same text; the longest match goes first. */
const rules = [
  [
    "emoji",
    alt(
      seq(
        emojiElement,
        alt(star(seq(one("zwj"), emojiElement)), seq(plus(one("tag")), one("tagEnd"))),
      ),
      seq(emojiEx("keycapBase"), maybe(one("emojiPresentation")), emojiEx("keycap")),
      seq(ex("regional"), ex("regional")),
    ),
  ],
  ["number", seq(star(ex("extendNumLet")), numbers, star(ex("extendNumLet")))],
  ["hangul", plus(ex("hangul"))],
  ["katakana", plus(ex("katakana"))],
  [
    "word",
    seq(
      star(ex("extendNumLet")),
      wordPart,
      star(seq(plus(ex("extendNumLet")), wordPart)),
      star(ex("extendNumLet")),
    ),
  ],
  ["complex", plus(ex("complex"))],
  ["ideograph", ex("han")],
  ["hiragana", ex("hiragana")],
];

// --- automaton: subsets of states, then the fewest states that tell the same texts apart ---

const start = state();
/** Accepting state of the free automaton → rule number from 1. */
const accepting = new Map();
rules.forEach(([, part], i) => {
  const from = state();
  move(start, null, from);
  accepting.set(part(from), i + 1);
});

function closure(states) {
  const reached = new Set(states);
  for (const s of reached) for (const [on, to] of moves[s]) if (on === null) reached.add(to);
  return [...reached].toSorted((a, b) => a - b);
}

const subsets = [[], closure([start])];
const numbersOf = new Map(subsets.map((subset, i) => [subset.join(), i]));
const table = [];
const accepts = [];
for (let s = 0; s < subsets.length; s++) {
  const subset = subsets[s];
  accepts.push(Math.min(...subset.map((x) => accepting.get(x) ?? 255), 255) % 255);
  table.push(
    classes.map((inSets) => {
      const next = [];
      for (const x of subset) {
        for (const [on, to] of moves[x]) if (on !== null && inSets.has(on)) next.push(to);
      }
      const target = closure(next);
      const key = target.join();
      if (!numbersOf.has(key)) {
        numbersOf.set(key, subsets.length);
        subsets.push(target);
      }
      return numbersOf.get(key);
    }),
  );
}

let groups = accepts.slice();
for (let count = 0; ;) {
  const known = new Map();
  const next = table.map((row, s) => {
    const key = `${groups[s]}:${row.map((target) => groups[target])}`;
    if (!known.has(key)) known.set(key, known.size);
    return known.get(key);
  });
  groups = next;
  if (known.size === count) break;
  count = known.size;
}
const stateCount = Math.max(...groups) + 1;
const rows = Array.from({ length: stateCount });
const rowAccepts = Array.from({ length: stateCount }, () => 0);
groups.forEach((group, s) => {
  rows[group] = table[s].map((target) => groups[target]);
  rowAccepts[group] = accepts[s];
});
if (groups[0] !== 0 || groups[1] !== 1) throw new Error("dead and start state are to be 0 and 1");

// --- output ---

/** One letter for each class; none is a digit of base 36. */
const CLASS_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ!#%*+".slice(0, classes.length);
/** One digit for each state. */
const STATE_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".slice(
  0,
  stateCount,
);
if (CLASS_LETTERS.length < classes.length || STATE_DIGITS.length < stateCount) {
  throw new Error("there are more classes or states than signs for them");
}

const ranges = [];
for (let c = 0; c < CODE_POINTS;) {
  let end = c;
  while (end < CODE_POINTS && classOf[end] === classOf[c]) end++;
  ranges.push(`${end - c === 1 ? "" : (end - c).toString(36)}${CLASS_LETTERS[classOf[c]]}`);
  c = end;
}
const lines = (text) =>
  text
    .match(/.{1,88}/g)
    .map((line) => `  "${line}"`)
    .join(" +\n");

writeFileSync(
  new URL("../src/bm25/word_break_tables.ts", import.meta.url),
  `/**
 * Generated by scripts/generate_word_breaks.mjs from Unicode ${UNICODE}; do not edit.
 * word_scanner.ts reads it.
 *
 * Unicode data: Copyright Unicode, Inc., Unicode License v3, https://www.unicode.org/license.txt
 */

/** Classes of code points by their letters; the first is in no word. */
export const CLASS_LETTERS = "${CLASS_LETTERS}";

/** Runs of code points from 0 on: length in base 36 unless 1, and the letter of the class. */
export const CLASS_RUNS: string =
${lines(ranges.join(""))};

/** States of the automaton by their digits; the first is dead, the second the start. */
export const STATE_DIGITS = "${STATE_DIGITS}";

/** By state, the kind of word that ends there (0 none, else 1 + index in WORD_KINDS), base 36. */
export const ACCEPTS = "${rowAccepts.map((a) => a.toString(36)).join("")}";

/** Kinds of words, the number of each being its place + 1. */
export const WORD_KINDS = [${rules.map(([name]) => `"${name}"`).join(", ")}] as const;

/** [states, classes] digit of the next state. */
export const TRANSITIONS: string =
${lines(rows.map((row) => row.map((t) => STATE_DIGITS[t]).join("")).join(""))};
`,
);
console.log(
  `${classes.length} classes, ${ranges.length} runs, ${subsets.length} → ${stateCount} states`,
);
