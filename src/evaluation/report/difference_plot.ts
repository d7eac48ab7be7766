/** Per-query differences between a run and the baseline, in descending order. */

import type { Comparison } from "../comparison.js";
import { coordinate, svgLine, svgText, type Picture } from "./markup.js";

const WIDTH = 360;
const HEIGHT = 220;
const LEFT = 40;
const RIGHT = 352;
const TOP = 12;
const BOTTOM = 186;
/** More columns than this cannot be told apart: the queries are then sampled evenly. */
const MAX_COLUMNS = 600;

/** The picture of one comparison: a column for each query, gains above the line, losses below. */
export function differencePlot(comparison: Comparison, index: number): Picture {
  const sorted = comparison.differences.toSorted().toReversed();
  const count = Math.min(sorted.length, MAX_COLUMNS);
  const shown = Array.from(
    { length: count },
    (_, i) => sorted[Math.floor((i * sorted.length) / count)]!,
  );
  const extent = Math.max(0.1, Math.abs(sorted[0] ?? 0), Math.abs(sorted.at(-1) ?? 0));
  const x = (column: number) => LEFT + (column / Math.max(count, 1)) * (RIGHT - LEFT);
  const y = (value: number) => (TOP + BOTTOM) / 2 - (value / extent) * ((BOTTOM - TOP) / 2);
  const zero = y(0);
  const area = (sign: 1 | -1) => {
    const columns = shown.map((value, i) => ({ value, i })).filter(({ value }) => value * sign > 0);
    if (columns.length === 0) return "";
    const steps = columns
      .map(({ value, i }) => `V${coordinate(y(value))}H${coordinate(x(i + 1))}`)
      .join("");
    const path = `M${coordinate(x(columns[0]!.i))} ${coordinate(zero)}${steps}V${coordinate(zero)}Z`;
    return `<path d="${path}" class="${sign > 0 ? "gain" : "loss"}"/>`;
  };
  const ticks = [extent, 0, -extent].map(
    (tick) =>
      svgLine(LEFT, y(tick), RIGHT, y(tick), tick === 0 ? "axis" : "grid") +
      svgText(LEFT - 5, y(tick) + 4, tick.toFixed(1).replace("-0.0", "0"), "end", "tick"),
  );
  const summary =
    `${comparison.wins} queries better, ${comparison.losses} worse, ` +
    `${comparison.ties} the same`;
  return {
    id: `differences-${index}`,
    width: WIDTH,
    height: HEIGHT,
    title: `${comparison.contender} less ${comparison.baseline}, ${comparison.metric}`,
    description: `${summary}. Mean difference ${comparison.difference.toFixed(4)}.`,
    content:
      ticks.join("") +
      area(1) +
      area(-1) +
      svgText((LEFT + RIGHT) / 2, BOTTOM + 24, summary, "middle", "tick"),
  };
}
