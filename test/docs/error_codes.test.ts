import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./pages.js";

describe("the table of error codes in docs/troubleshooting.md", () => {
  const source = readFileSync(join(root, "src/errors.ts"), "utf8");
  const page = readFileSync(join(root, "docs/troubleshooting.md"), "utf8");
  const table = page.slice(page.indexOf("## Error codes"), page.indexOf("## Getting help"));
  const rows = [...table.matchAll(/^\| (`[A-Z][^|]*?) *\| `(\w+)` *\|/gm)];

  it("has every code once, and no other", () => {
    const union = source.slice(source.indexOf("type ErrorCode"), source.indexOf("/** Base class"));
    const codes = [...union.matchAll(/\| "([A-Z_]+)"/g)].map(([, code]) => code);
    const listed = rows.flatMap(([, cell = ""]) => cell.replaceAll("`", "").split(", "));
    expect(codes.length).toBeGreaterThan(30);
    expect(listed.toSorted()).toEqual(codes.toSorted());
  });

  it("names the classes there are", () => {
    const classes = [...source.matchAll(/^export class (\w+) extends TasbError/gm)];
    const named = new Set(rows.map(([, , name]) => name));
    expect([...named].toSorted()).toEqual(classes.map(([, name]) => name).toSorted());
  });
});
