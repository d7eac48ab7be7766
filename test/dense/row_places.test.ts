import fc from "fast-check";
import { expect, it } from "vitest";

import { RowPlaces } from "../../src/dense/row_places.js";
import { PROPERTY_SEED } from "../property_runs.js";

it("RowPlaces is a map from sequence to row, up to the largest sequence", () => {
  const sequence = fc.oneof(
    fc.nat(10),
    fc.constantFrom(4095, 4096, 8191, 2 ** 32 - 2, 2 ** 32 - 1),
  );
  const step = fc.record({ sequence, row: fc.option(fc.nat(1000)) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const places = new RowPlaces();
      const plain = new Map<number, number>();
      for (const { sequence: at, row } of steps) {
        if (row === null) {
          places.delete(at);
          plain.delete(at);
        } else {
          places.set(at, row);
          plain.set(at, row);
        }
        expect(places.size).toBe(plain.size);
        for (const { sequence: other } of steps) expect(places.get(other)).toBe(plain.get(other));
      }
    }),
    { seed: PROPERTY_SEED },
  );
});
