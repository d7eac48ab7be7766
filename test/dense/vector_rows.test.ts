import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { adjacentBlocks, VectorRows } from "../../src/dense/vector_rows.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";

describe("the blocks of a matrix", () => {
  it("lie in memory four by four, however few rows come at a time", () => {
    for (const atOnce of [1, 3, 20]) {
      const rows = new VectorRows(1, 2);
      for (let from = 0; from < 20; from += atOnce) {
        const sequences = Uint32Array.from({ length: Math.min(atOnce, 20 - from) }, (_, i) => {
          return from + i;
        });
        rows.upsert(sequences, Float32Array.from(sequences));
      }
      const groups = adjacentBlocks(rows.blocks);
      expect(groups.map(({ length }) => length)).toEqual([4, 4, 2]);
      for (const group of groups) {
        const { buffer, byteOffset } = group[0]!.values;
        const n = group.reduce((sum, { length }) => sum + length, 0);
        const sequences = group.flatMap((block) => [...block.sequences.subarray(0, block.length)]);
        expect([...new Float32Array(buffer, byteOffset, n)]).toEqual(sequences);
      }
    }
  });

  it("hold each passage's rows after any changes, moved rows too", () => {
    const change = fc.record({
      sequences: fc.uniqueArray(fc.nat(40), { maxLength: 12 }),
      windows: fc.integer({ min: 1, max: 3 }),
      removes: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        const rows = new VectorRows(1, 2);
        const held = new Map<number, number[]>();
        for (const [number, { sequences, windows, removes }] of changes.entries()) {
          if (removes) {
            rows.remove(Uint32Array.from(sequences));
            for (const sequence of sequences) held.delete(sequence);
            continue;
          }
          const values = sequences.flatMap((sequence) => {
            const own = Array.from(
              { length: windows },
              (_, w) => number * 1000 + sequence * 10 + w,
            );
            held.set(sequence, own);
            return own;
          });
          const rowSequences = sequences.flatMap((sequence) => {
            return Array.from({ length: windows }, () => sequence);
          });
          rows.upsert(Uint32Array.from(rowSequences), Float32Array.from(values));
        }
        expect(rows.size).toBe(held.size);
        for (const [sequence, values] of held) {
          const { first, count } = rows.placeOf(sequence)!;
          const found = Array.from({ length: count }, (_, i) => rows.read(first + i, 1)[0]);
          expect(found).toEqual(values);
        }
        const scanned = adjacentBlocks(rows.blocks).flatMap((group) => {
          const { buffer, byteOffset } = group[0]!.values;
          const n = group.reduce((sum, { length }) => sum + length, 0);
          return [...new Float32Array(buffer, byteOffset, n)];
        });
        const read = Array.from({ length: rows.length }, (_, row) => rows.read(row, 1)[0]);
        expect(scanned).toEqual(read);
      }),
      { seed: PROPERTY_SEED, numRuns: propertyRuns(300, 5_000) },
    );
  });
});
