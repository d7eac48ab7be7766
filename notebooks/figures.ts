/** What the notebooks show: tables and pictures, in the forms that Jupyter displays. */

import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

/** What Deno's kernel adds. A picture that is a cell's last value may come after the cell's end: these
 * functions wait until it is shown. */
declare const Deno: {
  jupyter: {
    display: (texts: Readonly<Record<string, string>>, options: { raw: true }) => Promise<void>;
  };
};

/** A row of a table: column → value. A number is shown as `decimals` says, a string as it is. */
export type Row = Readonly<Record<string, string | number>>;

/** One color for each way to search, the same in every picture. */
export const MODE_COLORS = {
  bm25: "#b7791f",
  dense: "#3451b2",
  hybrid: "#2f855a",
  rerank: "#97439c",
} as const;

/** Shows a table of at least one row; the first row's keys are its head. */
export async function showTable(rows: readonly Row[], decimals = 3): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const isNumber = columns.map((column) => rows.every((row) => typeof row[column] === "number"));
  const written = rows.map((row) => columns.map((column) => cell(row[column] ?? "", decimals)));
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const widths = columns.map((column, i) =>
    Math.max(column.length, ...written.map((cells) => cells[i]!.length)),
  );
  const padded = (cells: readonly string[]) =>
    cells
      .map((text, i) => (isNumber[i] ? text.padStart(widths[i]!) : text.padEnd(widths[i]!)))
      .join("  ")
      .trimEnd();
  const escaped = written.map((cells) => cells.map((text) => text.replaceAll("|", "\\|")));
  const markdown = [columns, isNumber.map((is) => (is ? "--:" : "---")), ...escaped].map(line);
  await show({
    "text/markdown": markdown.join("\n"),
    "text/plain": [columns, ...written].map(padded).join("\n"),
  });
}

/**
 * Shows a picture by Observable Plot, as SVG.
 *
 * @param description what it shows, for those who cannot see it
 */
export async function showFigure(description: string, options: Plot.PlotOptions): Promise<void> {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const plot = Plot.plot({
    width: 760,
    marginTop: 28,
    marginBottom: 42,
    ...options,
    // linkedom makes no pixels, but it has every part of a document that Plot writes to.
    document: document as unknown as Document,
    ariaLabel: description,
    style: { background: "#ffffff", color: "#24292f", fontSize: "12px" },
  });
  const svg = plot.outerHTML
    .replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" role="img" ')
    .replaceAll(/="[^"]*"/g, roundPlaces);
  await show({ "image/svg+xml": svg, "text/plain": description });
}

/** @param texts the same for each media type; Jupyter takes the richest that it can show */
async function show(texts: Readonly<Record<string, string>>): Promise<void> {
  await Deno.jupyter.display(texts, { raw: true });
}

function cell(value: string | number, decimals: number): string {
  if (typeof value === "string") return value;
  if (Number.isInteger(value)) return String(value);
  // No -0.000.
  return (Number(value.toFixed(decimals)) || 0).toFixed(decimals);
}

/** A hundredth of a pixel is enough, and the same on every machine. */
function roundPlaces(attribute: string): string {
  return attribute.replaceAll(/-?\d+\.\d{3,}/g, (number) =>
    String(Number(Number(number).toFixed(2)) || 0),
  );
}
