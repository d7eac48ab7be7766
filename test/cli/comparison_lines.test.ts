import { describe, expect, it } from "vitest";
import { comparisonLines } from "../../src/cli/comparison_lines.js";

/** The local collection holds 3 passages, the cluster's 5. */
const uneven = {
  counts: [3, 5] as [number, number],
  sampled: 8,
  different: [],
  searchedDifferently: [],
  recall: 1,
};

describe("what push and pull say of the copy", () => {
  it("takes the cluster's collection for the copy after a push, the local one after a pull", () => {
    expect(comparisonLines(uneven, true, "push")).toEqual({
      lines: [
        "The copy holds 5 passages, the original 3. What was there before is kept unless --replace is given.",
      ],
      same: false,
    });
    expect(comparisonLines(uneven, true, "pull")).toEqual({
      lines: [
        "The copy holds 3 passages, the original 5. Was the collection changed meanwhile? Pull again, with --replace.",
      ],
      same: false,
    });
  });

  it("asks for equal searches where they are exact, else tells how much they found", () => {
    const close = { ...uneven, counts: [5, 5] as [number, number], recall: 0.9 };
    const other = { ...close, searchedDifferently: ["a", "b", "c", "d"] };
    expect(comparisonLines(other, true, "push")).toEqual({
      lines: ["4 of 8 sampled searches differ: a, b, c, …"],
      same: false,
    });
    const { lines, same } = comparisonLines(other, false, "push");
    expect(same).toBe(true);
    expect(lines.join("")).toMatch(/^Verified: 5 passages on both .* HNSW found 90\.0 % of/);
  });
});
