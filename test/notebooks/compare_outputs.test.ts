import { describe, expect, it } from "vitest";
import { differences, firstDifference } from "../../notebooks/lib/compare_outputs.mjs";

const printed = (text: string) => ({ output_type: "stream", name: "stdout", text });
const cells = (...outputs: unknown[]) => [{ type: "code", source: "", outputs, count: 1 }];

describe("firstDifference", () => {
  it("is none for equal texts, and for numbers that differ in their last digit", () => {
    expect(firstDifference("score 0.789 of 3", "score 0.789 of 3")).toBeUndefined();
    expect(firstDifference("score 0.789", "score 0.790")).toBeUndefined();
    // A width that changed by a digit moves the columns.
    expect(firstDifference("a    0.789", "a  0.790")).toBeUndefined();
  });

  it("tells other words, other numbers, and more or less text", () => {
    expect(firstDifference("dense 1", "bm25 1")).toMatch(/"dense " is kept/);
    expect(firstDifference("rank 3", "rank 4")).toMatch(/^3 is kept, 4 was printed/);
    expect(firstDifference("score 0.789", "score 0.889")).toMatch(/0\.789 is kept, 0\.889/);
    expect(firstDifference("a", "a 1")).toBeDefined();
    expect(firstDifference("a 1 b", "a")).toBeDefined();
  });
});

describe("differences", () => {
  it("names the cell, and what is missing or new", () => {
    expect(differences(cells(printed("a")), cells(printed("a")))).toEqual([]);
    expect(differences(cells(printed("a")), cells(printed("b")))).toEqual([
      'cell 1: "stdout: a" is kept, "stdout: b" was printed',
    ]);
    expect(differences(cells(printed("a")), cells())).toEqual([
      "cell 1: 1 outputs are kept, 0 were printed",
    ]);
    expect(differences(cells(), [])).toEqual(["1 cells are kept, 0 were executed"]);
  });

  it("takes what is printed in several parts as one", () => {
    expect(differences(cells(printed("a\nb\n")), cells(printed("a\n"), printed("b\n")))).toEqual(
      [],
    );
    expect(
      differences(cells(printed("a\nb\n")), cells(printed("a\n"), printed("c\n"))),
    ).toHaveLength(1);
  });

  it("compares every form of an output", () => {
    const shown = (svg: string) => ({
      output_type: "display_data",
      data: { "text/plain": "a plot", "image/svg+xml": [svg] },
    });
    expect(differences(cells(shown('<dot x="1.01"/>')), cells(shown('<dot x="1.02"/>')))).toEqual(
      [],
    );
    expect(differences(cells(shown("<dot/>")), cells(shown("<line/>")))).toHaveLength(1);
  });
});
