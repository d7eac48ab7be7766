// Coverage by folder of src, as a table of Markdown.
import { relative, sep } from "node:path";

const MEASURES = ["statements", "branches", "functions"];

/**
 * @param map istanbul's coverage map
 * @param src the folder whose folders are the rows; files in itself are `src`
 */
export function coverageTable(map, src) {
  const folders = new Map();
  for (const path of map.files()) {
    const [first, ...rest] = relative(src, path).split(sep);
    const folder = rest.length === 0 ? "src" : first;
    const summary = map.fileCoverageFor(path).toSummary();
    if (folders.has(folder)) folders.get(folder).merge(summary);
    else folders.set(folder, summary);
  }
  const rows = [
    ...[...folders].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ["all", map.getCoverageSummary()],
  ].map(([folder, summary]) => [
    folder,
    ...MEASURES.map((measure) => `${summary[measure].pct.toFixed(1)} %`),
  ]);
  const lines = [["folder", ...MEASURES], ["---", ...MEASURES.map(() => "---:")], ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
