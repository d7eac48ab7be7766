import { describe, expect, it } from "vitest";

import { compileFilter, MAX_FILTER_DEPTH } from "../../src/collection/compile_filter.js";
import type { DeclarativeFilter, Filter } from "../../src/collection/filter.js";
import type { Metadata } from "../../src/collection/passage_collection.js";

function holds(filter: Filter, metadata: Metadata): boolean {
  return compileFilter(filter)({ id: "p", text: "text", metadata });
}

const noon = new Date("2024-06-01T12:00:00Z");
const one = new Date("2024-06-01T13:00:00Z");

describe("a declarative filter", () => {
  it.each<[string, DeclarativeFilter, Metadata, boolean]>([
    ["holds for everything when empty", {}, { a: 1 }, true],
    ["compares by value", { a: "x" }, { a: "x" }, true],
    ["does not convert types", { a: 1 }, { a: "1" }, false],
    ["wants every field", { a: 1, b: 2 }, { a: 1, b: 3 }, false],
    ["takes a missing field for null", { a: null }, {}, true],
    ["takes null for null", { a: null }, { a: null }, true],
    ["takes no value for null that is one", { a: null }, { a: 0 }, false],
    ["compares dates by instant", { a: noon }, { a: new Date(noon) }, true],
    ["does not take a string for a date", { a: noon }, { a: noon.toISOString() }, false],
    ["$eq is equality", { a: { $eq: true } }, { a: true }, true],
    ["$ne holds for another value", { a: { $ne: 1 } }, { a: 2 }, true],
    ["$ne holds for a missing field", { a: { $ne: 1 } }, {}, true],
    ["$ne null wants a value", { a: { $ne: null } }, {}, false],
    ["$gt is strict", { a: { $gt: 1 } }, { a: 1 }, false],
    ["$gte includes its bound", { a: { $gte: 1 } }, { a: 1 }, true],
    ["$lt orders strings by code unit", { a: { $lt: "b" } }, { a: "a" }, true],
    ["$lte includes its bound", { a: { $lte: noon } }, { a: noon }, true],
    ["$gt orders dates", { a: { $gt: noon } }, { a: one }, true],
    ["$gt never holds across types", { a: { $gt: 1 } }, { a: "2" }, false],
    ["$lt never holds for a missing field", { a: { $lt: 1 } }, {}, false],
    ["all operators of a field must hold", { a: { $gt: 1, $lt: 3 } }, { a: 3 }, false],
    [
      "$in holds for one of the values",
      { a: { $in: [1, "x", noon] } },
      { a: new Date(noon) },
      true,
    ],
    ["$in of nothing never holds", { a: { $in: [] } }, { a: 1 }, false],
    ["$in null holds for a missing field", { a: { $in: [null] } }, {}, true],
    ["$nin refuses one of the values", { a: { $nin: [1] } }, { a: 1 }, false],
    ["$nin holds for a missing field", { a: { $nin: [1] } }, {}, true],
    ["$exists wants a value", { a: { $exists: true } }, { a: 0 }, true],
    ["$exists true refuses null", { a: { $exists: true } }, { a: null }, false],
    ["$exists false takes a missing field", { a: { $exists: false } }, {}, true],
    ["a scalar matches any element of an array", { a: "x" }, { a: ["y", "x"] }, true],
    ["$in matches any element of an array", { a: { $in: ["x"] } }, { a: ["y", "x"] }, true],
    ["$gt matches any element of an array", { a: { $gt: 5 } }, { a: [1, 9] }, true],
    ["$ne refuses an array with the value", { a: { $ne: "x" } }, { a: ["y", "x"] }, false],
    ["$nin refuses an array with a value", { a: { $nin: ["x"] } }, { a: ["y", "x"] }, false],
    ["null does not match an empty array", { a: null }, { a: [] }, false],
    ["$and wants all", { $and: [{ a: 1 }, { b: 2 }] }, { a: 1, b: 3 }, false],
    ["$or wants one", { $or: [{ a: 1 }, { b: 2 }] }, { a: 0, b: 2 }, true],
    ["$not negates", { $not: { a: 1 } }, { a: 1 }, false],
    ["$or stands beside fields", { c: 1, $or: [{ a: 1 }, { b: 2 }] }, { b: 2 }, false],
    ["dots walk into objects", { "loc.lines.from": 3 }, { loc: { lines: { from: 3 } } }, true],
    ["a field with that very name goes first", { "a.b": 1 }, { "a.b": 1, a: { b: 2 } }, true],
    ["dots do not walk into arrays", { "a.0": 1 }, { a: [1] }, false],
    ["dots do not walk into dates or strings", { "a.length": 1 }, { a: "x" }, false],
    ["the prototype holds no fields", { constructor: { $exists: true } }, {}, false],
    ["nor does a path into it", { "constructor.name": "Object" }, {}, false],
    [
      "__proto__ is a field where it is data",
      JSON.parse('{"__proto__":{"$eq":1}}') as DeclarativeFilter,
      JSON.parse('{"__proto__":1}') as Metadata,
      true,
    ],
  ])("%s", (_, filter, metadata, answer) => {
    expect(holds(filter, metadata)).toBe(answer);
  });

  it.each<[string, unknown, RegExp]>([
    ["an unknown operator", { a: { $regex: "x" } }, /Unknown operator `\$regex` on `a`/],
    ["an unknown operator at the top", { $nor: [] }, /Unknown operator `\$nor`/],
    ["a nested object as a condition", { a: { b: 1 } }, /Unknown operator `b` on `a`; .*dots/],
    ["an empty condition", { a: {} }, /condition on `a`/],
    ["an array as a condition", { a: ["x"] }, /condition on `a`.*\$in/],
    ["undefined as a condition", { a: undefined }, /condition on `a`/],
    ["NaN as a condition", { a: Number.NaN }, /condition on `a`/],
    ["an invalid date", { a: { $gt: new Date("no") } }, /operand of `\$gt` on `a`/],
    ["a boolean to compare with", { a: { $gt: true } }, /number, a string or a Date/],
    ["null to compare with", { a: { $lt: null } }, /number, a string or a Date/],
    ["$in without an array", { a: { $in: "x" } }, /an array/],
    ["$in of objects", { a: { $in: [{}] } }, /operand of `\$in`/],
    ["$exists without a boolean", { a: { $exists: 1 } }, /true or false/],
    ["an empty $or", { $or: [] }, /non-empty array/],
    ["$and of no filters", { $and: [1] }, /plain object/],
    ["$not of an array", { $not: [] }, /plain object/],
    ["an array", [], /plain object/],
    ["null", null, /plain object/],
    ["a map", new Map(), /plain object/],
  ])("refuses %s", (_, filter, message) => {
    expect(() => compileFilter(filter as Filter)).toThrowError(message);
    expect(() => compileFilter(filter as Filter)).toThrowError(
      expect.objectContaining({ code: "FILTER_INVALID" }),
    );
  });

  it(`nests ${MAX_FILTER_DEPTH} deep and no deeper`, () => {
    let filter: DeclarativeFilter = { a: 1 };
    for (let depth = 0; depth < MAX_FILTER_DEPTH; depth += 1) filter = { $not: filter };
    expect(holds(filter, { a: 1 })).toBe(true);
    expect(() => compileFilter({ $not: filter })).toThrowError(/at most 32 deep/);
  });
});

describe("a function filter", () => {
  it("is asked with the passage", () => {
    expect(holds((passage) => passage.text === "text", {})).toBe(true);
  });

  it("must give a boolean: a promise would always count as true", () => {
    const filter = (async () => false) as unknown as Filter;
    expect(() => holds(filter, {})).toThrowError(/true or false, got Promise/);
  });
});
