/** Interpolated precision against recall, a curve for each run. */

import { RECALL_LEVELS } from "../metrics/interpolated_precision.js";
import { coordinate, svgLine, svgText, type Picture } from "./markup.js";
import type { ReportRun } from "./report.js";

const WIDTH = 360;
const HEIGHT = 300;
const LEFT = 36;
const RIGHT = 350;
const TOP = 10;
const BOTTOM = 256;

/** The picture of all runs. Curves differ in color and in the shape of their points. */
export function precisionRecallPlot(runs: readonly ReportRun[]): Picture {
  const x = (recall: number) => LEFT + recall * (RIGHT - LEFT);
  const y = (precision: number) => BOTTOM - precision * (BOTTOM - TOP);
  const grid = [0, 0.25, 0.5, 0.75, 1].map(
    (tick) =>
      svgLine(LEFT, y(tick), RIGHT, y(tick), tick === 0 ? "axis" : "grid") +
      svgLine(x(tick), TOP, x(tick), BOTTOM, tick === 0 ? "axis" : "grid") +
      svgText(LEFT - 5, y(tick) + 4, String(tick), "end", "tick") +
      svgText(x(tick), BOTTOM + 15, String(tick), tick === 1 ? "end" : "middle", "tick"),
  );
  const curves = runs.map((run, i) => {
    const points = Array.from(run.evaluation.precisionAtRecall, (precision, level) => ({
      x: x(RECALL_LEVELS[level]!),
      y: y(precision),
    }));
    const line = points.map((point) => `${coordinate(point.x)},${coordinate(point.y)}`).join(" ");
    return (
      `<polyline points="${line}" class="curve c${i % 6}"/>` +
      points.map((point) => marker(i, point.x, point.y)).join("")
    );
  });
  return {
    id: "precision-recall",
    width: WIDTH,
    height: HEIGHT,
    title: "Precision and recall",
    description: runs
      .map(
        (run) =>
          `${run.name}: ` +
          Array.from(run.evaluation.precisionAtRecall, (value) => value.toFixed(2)).join(", ") +
          ".",
      )
      .join(" "),
    content:
      grid.join("") +
      curves.join("") +
      svgText((LEFT + RIGHT) / 2, BOTTOM + 34, "recall", "middle", "tick") +
      svgText(LEFT + 5, TOP + 12, "precision", "start", "tick"),
  };
}

/** The point of run `i`: circle, square, diamond or triangle. */
export function marker(i: number, x: number, y: number): string {
  const className = `class="fill c${i % 6}"`;
  const [cx, cy] = [coordinate(x), coordinate(y)];
  switch (i % 4) {
    case 0:
      return `<circle cx="${cx}" cy="${cy}" r="3.5" ${className}/>`;
    case 1:
      return `<path d="M${cx} ${cy}m-3.2 -3.2h6.4v6.4h-6.4z" ${className}/>`;
    case 2:
      return `<path d="M${cx} ${cy}m0 -4.6l4.6 4.6l-4.6 4.6l-4.6 -4.6z" ${className}/>`;
    default:
      return `<path d="M${cx} ${cy}m0 -4.4l4.4 7.6h-8.8z" ${className}/>`;
  }
}
