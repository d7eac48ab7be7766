import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const script = new URL("../../scripts/compact_declarations.mjs", import.meta.url).href;
const { compactDeclarations } = (await import(script)) as {
  compactDeclarations: (code: string) => string;
};

describe("compact declarations", () => {
  it("have wrapped prose on one line, and the comment's marks beside it", () => {
    const code = `interface A {
    /**
     * How many, at least 1;
     * \`all\` by default.
     */
    count?: number;
}
`;
    expect(compactDeclarations(code)).toBe(
      "interface A {\n\t/** How many, at least 1; `all` by default. */\n\tcount?: number;\n}\n",
    );
  });

  it("keep paragraphs, lists, tags and code as they are", () => {
    const code = `/**
 * One paragraph
 * in two lines.
 *
 * - an item
 *   that goes on
 * - another
 *
 * \`\`\`ts
 * const a = 1;
 * const b = 2;
 * \`\`\`
 * After code.
 *
 *     indented = code;
 *     stays;
 *
 * @param a first
 *   and more
 * @returns nothing
 */
declare function f(a: number): void;
`;
    expect(compactDeclarations(code)).toBe(`/**
 * One paragraph in two lines.
 *
 * - an item that goes on
 * - another
 *
 * \`\`\`ts
 * const a = 1;
 * const b = 2;
 * \`\`\`
 * After code.
 *
 *     indented = code;
 *     stays;
 *
 * @param a first and more
 * @returns nothing
 */
declare function f(a: number): void;
`);
  });

  it("drop comments of files that stand before nothing, and blank lines", () => {
    const code = "/** A file. */\n\n/** B. */\ntype B = 1;\n\n\ntype C = 2;\n";
    expect(compactDeclarations(code)).toBe("/** B. */\ntype B = 1;\ntype C = 2;\n");
  });

  it("say what they said: every word of a source in its order", () => {
    const url = new URL("../../src/search/search_types.ts", import.meta.url);
    const code = readFileSync(url, "utf8");
    const words = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];
    const compact = compactDeclarations(code);
    expect(words(compact)).toEqual(words(code).slice(words(code).length - words(compact).length));
    expect(words(code).length - words(compact).length).toBeLessThan(20);
    expect(compactDeclarations(compact)).toBe(compact);
  });
});
