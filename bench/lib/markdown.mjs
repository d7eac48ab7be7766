// Reports as Markdown, as they stand in docs/performance.md.

/** Three significant digits, thousands grouped. */
export function number(value) {
  if (typeof value !== "number") return String(value);
  return Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString("en-US")
    : value.toLocaleString("en-US", { maximumSignificantDigits: 3 });
}

/** A number, a text, or a summary of statistics.mjs: its median with the range behind it. */
function cell(value) {
  if (value === undefined || value === null) return "";
  if (typeof value !== "object") return number(value);
  const { median, low, high, n } = value;
  return n < 2 ? number(median) : `${number(median)} (${number(low)}–${number(high)})`;
}

/**
 * @param {{ title?: string, columns: string[], rows: unknown[][], note?: string }} table the first
 *   column holds names, the others numbers
 */
export function markdownTable({ title, columns, rows, note }) {
  const lines = [
    `| ${columns.join(" | ")} |`,
    `| ${columns.map((_, i) => (i === 0 ? "---" : "--:")).join(" | ")} |`,
    ...rows.map((row) => `| ${row.map(cell).join(" | ")} |`),
  ];
  const head = title === undefined ? [] : [title, ""];
  const foot = note === undefined ? [] : ["", note];
  return [...head, ...lines, ...foot].join("\n");
}
