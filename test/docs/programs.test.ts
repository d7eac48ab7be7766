import { describe, expect, it } from "vitest";
import { namesMadeBy, programsOf } from "./programs.js";

const snippet = (page: string, line: number, code: string) => {
  return { page, place: `${page}:${line}`, language: "ts", code };
};

describe("programsOf", () => {
  it("joins the blocks of a page, and begins anew at a name made again or another page", () => {
    const programs = programsOf([
      snippet("a.md", 3, 'import { a } from "a";\nconst b = a;\n'),
      snippet("a.md", 10, "console.log(b);\n"),
      snippet("a.md", 20, "const b = 2;\n"),
      snippet("b.md", 1, "const c = 3;\n"),
    ]);
    expect(programs.map(({ code }) => code.split("\n").filter((line) => line !== ""))).toEqual([
      ["export {};", 'import { a } from "a";', "const b = a;", "console.log(b);"],
      ["export {};", "const b = 2;"],
      ["export {};", "const c = 3;"],
    ]);
    expect(programs[0]?.placeOf(2)).toBe("a.md:4");
    expect(programs[0]?.placeOf(5)).toBe("a.md:11");
  });
});

describe("namesMadeBy", () => {
  it("knows imports, declarations and patterns", () => {
    const code =
      'import type { A, B as C } from "x";\nimport D, { type E } from "y";\nconst { f, g: h = 1 } = x;\nexport async function i() {\n  const inner = 1;\n}\nconst [j] = y;\n';
    expect(namesMadeBy(code)).toEqual(["A", "C", "D", "E", "f", "h", "i", "j"]);
  });
});
