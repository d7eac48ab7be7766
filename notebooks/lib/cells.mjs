// The parts of a notebook file.
import { readFileSync } from "node:fs";

/** @returns its cells: type, source as one text, outputs */
export function cellsOf(path) {
  const { cells } = JSON.parse(readFileSync(path, "utf8"));
  return cells.map(({ cell_type: type, source, outputs = [], execution_count: count }) => ({
    type,
    source: textOf(source),
    outputs,
    count,
  }));
}

/** A notebook writes texts whole or as lines. */
export function textOf(value) {
  return Array.isArray(value) ? value.join("") : String(value);
}

/** What the code of a notebook is as one TypeScript module. */
export function moduleOf(cells) {
  const code = cells.filter(({ type }) => type === "code").map(({ source }) => source);
  return `export {};\n${code.join("\n\n")}\n`;
}
