import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GeneralTokenizer } from "../../src/encoder/library_tokenizer.js";
import { loadTokenizer, type Tokenizer } from "../../src/encoder/tokenizer.js";
import { windowsOf } from "../../src/encoder/windows.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";

const path = new URL("../../models/tasb-mini/tokenizer.json", import.meta.url).pathname;
const bert = await loadTokenizer(path);
const library = new GeneralTokenizer(JSON.parse(readFileSync(path, "utf8")) as object);

/** No surrogate stands alone. */
const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);

/** The ids of a text between the special tokens. */
const idsOf = (tokenizer: Tokenizer, text: string): number[] =>
  Array.from(tokenizer.encode(text, 1e6).ids.slice(1, -1));

const texts = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 12 }),
      fc.constantFrom(
        ..."word retrieval antidisestablishmentarianism don't [SEP] 漢字仮名交じり文 한국어 😀👩‍👧🏽 é e\u0301 \u0301 ; \u037e \r\n \u00a0 123,456.78".split(
          " ",
        ),
      ),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(" "));

describe("windowsOf", () => {
  it("gives one window, the whole text, where the text fits", async () => {
    expect(await windowsOf("", bert, { room: 5 })).toEqual([{ start: 0, end: 0 }]);
    expect(await windowsOf(" one two ", bert, { room: 2 })).toEqual([{ start: 0, end: 9 }]);
  });

  it("loses no token, doubles none without overlap, and never cuts inside a character", async () => {
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 20, max: 60 }), async (text, room) => {
        const windows = await windowsOf(text, bert, { room, stride: room });
        // The last window reaches back; what it repeats is cut off again.
        let ids: number[] = [];
        let end = 0;
        for (const window of windows) {
          const from = Math.max(window.start, Math.min(end, window.end));
          ids = [...ids, ...idsOf(bert, text.slice(from, window.end))];
          end = window.end;
          const part = text.slice(window.start, window.end);
          expect(bert.countTokens(part)).toBeLessThanOrEqual(room);
          expect(isWellFormed(part)).toBe(isWellFormed(text));
        }
        expect(ids).toEqual(idsOf(bert, text));
      }),
      { numRuns: propertyRuns(150, 5000), seed: PROPERTY_SEED },
    );
  });

  it("begins a window every `stride` tokens, and fills the last one", async () => {
    const text = Array.from({ length: 25 }, (_, i) => `${i % 10}`).join(" ");
    const starts = async (room: number, stride?: number): Promise<[number, number][]> =>
      (await windowsOf(text, bert, { room, stride })).map(({ start, end }) => [
        start / 2,
        (end + 1) / 2,
      ]);
    expect(await starts(10, 10)).toEqual([
      [0, 10],
      [10, 20],
      [15, 25],
    ]);
    expect(await starts(10, 5)).toEqual([
      [0, 10],
      [5, 15],
      [10, 20],
      [15, 25],
    ]);
    expect(await starts(12)).toEqual([
      [0, 12],
      [9, 21],
      [13, 25],
    ]);
  });

  it("cuts a word that alone is too long between characters, of any tokenizer", async () => {
    for (const tokenizer of [bert, library]) {
      for (const text of [
        "antidisestablishmentarianism".repeat(3),
        "漢字".repeat(40),
        "😀".repeat(30),
      ]) {
        const windows = await windowsOf(`a ${text} b`, tokenizer, { room: 4, stride: 4 });
        for (const { start, end } of windows) {
          const part = `a ${text} b`.slice(start, end);
          expect(tokenizer.countTokens(part)).toBeLessThanOrEqual(4);
          expect(part).not.toMatch(/^[\udc00-\udfff]|[\ud800-\udbff]$/);
        }
        const covered = new Set(
          windows.flatMap(({ start, end }) => [...Array(end - start).keys()].map((i) => start + i)),
        );
        expect(
          `a ${text} b`
            .split("")
            .filter((c, i) => c !== " " && !covered.has(i))
            .join(""),
        ).toBe("");
      }
    }
  });

  it("takes time linear in the length of the text", async () => {
    for (const piece of ["some words here ", "漢", "word", ", "]) {
      const start = performance.now();
      await windowsOf(piece.repeat(200_000 / piece.length), bert, { room: 198 });
      expect({ piece, slow: performance.now() - start > 3000 }).toEqual({ piece, slow: false });
    }
  });

  it("refuses a stride that would leave gaps, and stops when the signal fires", async () => {
    for (const stride of [0, 11, 1.5]) {
      await expect(windowsOf("a b", bert, { room: 10, stride })).rejects.toMatchObject({
        code: "INVALID_ARGUMENT",
      });
    }
    const signal = AbortSignal.abort();
    await expect(windowsOf("a ".repeat(99), bert, { room: 3, signal })).rejects.toMatchObject({
      code: "ABORTED",
    });
  });
});
