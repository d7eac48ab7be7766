import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { compileFilter, fieldReader } from "../../src/collection/compile_filter.js";
import type { Filter } from "../../src/collection/filter.js";
import type { Metadata } from "../../src/collection/passage_collection.js";
import {
  checkFilterFields,
  filterProperties,
  keepsOrder,
} from "../../src/weaviate/filter_fields.js";
import { translateFilter } from "../../src/weaviate/translate_filter.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";
import { satisfies } from "./evaluate_translated.js";

const fields = checkFilterFields({
  word: "text",
  words: "text[]",
  n: "number",
  numbers: "number[]",
  flag: "boolean",
  at: "date",
  "deep.er": "number",
});

const word = fc.constantFrom(
  "",
  " a",
  "a",
  "a ",
  "b",
  "B",
  "é",
  "\u0001",
  "\ud800",
  "x".repeat(3000),
);
const plain = fc.constantFrom("a", "b", "B", "é");
const number = fc.constantFrom(-1, -0, 0, 0.5, 1, 1e300);
const date = fc.constantFrom(0, 1, 1e15, -1e15).map((time) => new Date(time));
const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null | undefined> =>
  fc.oneof({ arbitrary: value, weight: 4 }, fc.constant(null), fc.constant(undefined));

const metadata: fc.Arbitrary<Metadata> = fc.record({
  word: optional(word),
  words: optional(fc.oneof(word, fc.array(word, { maxLength: 3 }))),
  n: optional(number),
  numbers: optional(fc.array(number, { maxLength: 3 })),
  flag: optional(fc.boolean()),
  at: optional(date),
  deep: optional(fc.record({ er: optional(number) })),
});

const scalar = fc.oneof(word, number, fc.boolean(), date, fc.constant(null));
const ordered = fc.oneof(plain, number, date);
const condition = fc.oneof(
  scalar,
  fc.record({ $eq: scalar }),
  fc.record({ $ne: scalar }),
  fc.record({ $in: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({ $nin: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({ $exists: fc.boolean() }),
  fc.record({ $gt: ordered, $lte: ordered }),
  fc.record({ $gte: ordered, $lt: ordered }, { requiredKeys: ["$lt"] }),
);
const field = fc.constantFrom(...fields.map(({ name }) => name));
const { filter } = fc.letrec<{ filter: Exclude<Filter, (...all: never) => unknown> }>((tie) => ({
  filter: fc.oneof(
    { depthSize: "small" },
    fc.dictionary(field, condition, { maxKeys: 2 }),
    fc.record({ $and: fc.array(tie("filter"), { minLength: 1, maxLength: 2 }) }),
    fc.record({ $or: fc.array(tie("filter"), { minLength: 1, maxLength: 2 }) }),
    fc.record({ $not: tie("filter") }),
  ),
}));

describe("translateFilter", () => {
  it("means what a filter means in a local collection", () => {
    fc.assert(
      fc.property(filter, metadata, (asked, given) => {
        // Texts that have no order here: what comparisons make of them is tested below.
        if (/"(?:word|words)":\{[^}]*"\$(?:g|l)te?"/.test(JSON.stringify(asked))) {
          const odd = [given["word"], given["words"]].flat().some((one) => !keepsOrder(one));
          fc.pre(!odd);
        }
        const properties = filterProperties("id", given, fields, fieldReader);
        const passage = { id: "id", text: "", metadata: given };
        expect(satisfies(properties, translateFilter(asked, fields))).toBe(
          compileFilter(asked)(passage),
        );
      }),
      { seed: PROPERTY_SEED, numRuns: propertyRuns(1000, 100_000) },
    );
  });

  it("finds no text without order by a comparison, on either side of any text", () => {
    const odd = ["", " a", "zebra ", "\u0000a", "\u0001", "\ud800", "x".repeat(3000)];
    for (const text of odd) {
      const given = filterProperties("id", { word: text }, fields, fieldReader);
      const found = (asked: Filter): boolean => satisfies(given, translateFilter(asked, fields));
      for (const operator of ["$lt", "$lte", "$gt", "$gte"]) {
        for (const operand of ["\u0002", "a", "m", "\uffff"]) {
          expect([text, operator, found({ word: { [operator]: operand } })]).toEqual([
            text,
            operator,
            false,
          ]);
        }
      }
      expect(found({ word: text })).toBe(true);
      expect(found({ $not: { word: { $lt: "m" } } })).toBe(true);
    }
  });

  it("answers without the server where types decide", () => {
    expect(translateFilter({ n: "1" }, fields)).toBe(false);
    expect(translateFilter({ n: { $ne: "1" } }, fields)).toBe(true);
    expect(translateFilter({ n: { $gt: "1" } }, fields)).toBe(false);
    expect(translateFilter({}, fields)).toBe(true);
    expect(translateFilter({ $or: [{ n: "1" }, {}] }, fields)).toBe(true);
  });

  it("refuses functions, fields that are not declared, and comparisons with texts without order", () => {
    const code = "NOT_SUPPORTED";
    expect(() => translateFilter(() => true, fields)).toThrowError(
      expect.objectContaining({ code }),
    );
    expect(() => translateFilter({ year: 1 }, fields)).toThrowError(/without `year`.*`word`/);
    expect(() => translateFilter({ word: { $gt: "" } }, fields)).toThrowError(/no order/);
  });

  it("refuses what is malformed in the words of a local collection", () => {
    expect(() => translateFilter({ n: { $near: 1 } }, fields)).toThrowError(/Unknown operator/);
  });
});

describe("filterProperties", () => {
  it.each<[Metadata, RegExp]>([
    [{ n: "1" }, /`metadata\.n` of the passage `id` to be a number, .* got `1` \(string\)/],
    [{ n: [1] }, /to be a number/],
    [{ numbers: [1, "1"] }, /a number or an array of them/],
    [{ numbers: [null] }, /a number or an array of them/],
    [{ at: "2020-01-01" }, /a date/],
    [{ flag: 1 }, /a boolean/],
  ])("refuses %j", (given, message) => {
    expect(() => filterProperties("id", given, fields, fieldReader)).toThrowError(message);
  });
});

describe("checkFilterFields", () => {
  it("gives each field a property of its own, whatever its name", () => {
    const names = ["a", "A", "a.b", "a_b", "x_1", "é", "a b", "constructor", "__proto__x", "1"];
    const made = checkFilterFields(Object.fromEntries(names.map((name) => [name, "text"])));
    // Servers compare their names in lower case.
    const properties = made.map(({ property }) => property.toLowerCase());
    expect(new Set(properties).size).toBe(names.length);
    for (const { property } of made) expect(property).toMatch(/^[_A-Za-z][_0-9A-Za-z]{0,230}$/);
  });

  it.each([[{ a: "string" }], [{ a: "text[][]" }], [{ $a: "text" }], [["a"]], [null]])(
    "refuses %j",
    (given) => {
      expect(() => checkFilterFields(given as never)).toThrowError(/`filterFields/);
    },
  );
});
