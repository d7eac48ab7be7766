/** A report as Markdown; its tables are aligned, so that it reads well in a terminal too. */

import { formatDifference, formatP } from "./numbers.js";
import { metricsTable, reportNotes, type Report } from "./report.js";

/**
 * The report as GitHub-flavored Markdown: metrics of each run with significance marks, and every
 * comparison with the baseline.
 *
 * @returns text that ends with a line end
 */
export function markdownReport(report: Report): string {
  const queries = report.runs[0]?.evaluation.counts.queries ?? 0;
  const { header, rows } = metricsTable(report);
  const parts = [
    `## ${escapeMarkdown(report.collection)}: ${queries} queries`,
    markdownTable(header, rows),
    noteList(report),
    report.comparisons.length > 0 ? comparisonTable(report) : "",
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function comparisonTable(report: Report): string {
  const header = ["run", "metric", "difference", "95 % interval", "win/loss/tie", "p", "p (Holm)"];
  const rows = report.comparisons.map((one) => [
    one.contender,
    one.metric,
    formatDifference(one.difference),
    one.tTest.interval.map(formatDifference).join(" to "),
    `${one.wins}/${one.losses}/${one.ties}`,
    formatP(one.randomization.p),
    formatP(one.pAdjusted),
  ]);
  return markdownTable(header, rows);
}

function noteList(report: Report): string {
  return reportNotes(report).map(escapeMarkdown).join("\n\n");
}

/** A table whose columns are padded; the first to the left, the others to the right. */
export function markdownTable(header: readonly string[], rows: readonly string[][]): string {
  const cells = [header, ...rows].map((row) => row.map(escapeMarkdown));
  const widths = header.map((_, column) => Math.max(3, ...cells.map((row) => row[column]!.length)));
  const lines = cells.map((row) => {
    const padded = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
    );
    return `| ${padded.join(" | ")} |`;
  });
  const rule = widths.map((width, column) =>
    column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  lines.splice(1, 0, `| ${rule.join(" | ")} |`);
  return lines.join("\n");
}

/** Text that Markdown shows as it is. (An underscore inside a word is no emphasis.) */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replaceAll(/[\\`*[\]|~]|<(?=[A-Za-z/!?])|&(?=#?\w+;)/g, String.raw`\$&`);
}
