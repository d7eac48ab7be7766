import { expect, it } from "vitest";

import { groupRowsOf } from "../../src/dense/score_graph.js";

it("a block is made of whole groups of at most 64 rows, as many as there can be", () => {
  for (const blockRows of [1, 2, 7, 64, 5461, 10_922, 4096, 67, 96]) {
    const rows = groupRowsOf(blockRows);
    const divisors = Array.from({ length: 64 }, (_, i) => i + 1).filter((i) => blockRows % i === 0);
    expect(rows).toBe(divisors.at(-1));
  }
});
