/** Bars of one metric, a bar for each run, with the 95 % interval of its mean. */

import { coordinate, shorten, svgLine, svgText, type Picture } from "./markup.js";
import { formatMetric } from "./numbers.js";
import { metricInterval, significanceMark, type Report } from "./report.js";

const WIDTH = 360;
const LEFT = 8;
const RIGHT = 352;
const ROW = 44;
const TOP = 6;

/** The picture of one metric. The axis goes from 0 to the next round number above all intervals. */
export function metricBars(report: Report, metric: string, index: number): Picture {
  const bars = report.runs.map((run) => ({
    name: run.name,
    mean: run.evaluation.means.get(metric)!,
    interval: metricInterval(run, metric),
    mark: significanceMark(report, run.name, metric),
  }));
  const largest = Math.max(0.1, ...bars.map((bar) => Math.min(1, bar.interval[1])));
  const top = Math.ceil(largest * 10 - 1e-9) / 10;
  const x = (value: number) => LEFT + (Math.min(Math.max(value, 0), top) / top) * (RIGHT - LEFT);
  const axis = TOP + ROW * bars.length + 4;
  const ticks = [0, top / 2, top];
  const grid = ticks.map(
    (tick, i) =>
      svgLine(x(tick), TOP, x(tick), axis, i === 0 ? "axis" : "grid") +
      svgText(
        x(tick),
        axis + 15,
        String(Math.round(tick * 100) / 100),
        i === 0 ? "start" : i === 1 ? "middle" : "end",
        "tick",
      ),
  );
  const rows = bars.map((bar, i) => {
    const y = TOP + ROW * i;
    const [low, high] = bar.interval;
    return (
      svgText(LEFT + 2, y + 14, shorten(bar.name, 32)) +
      svgText(RIGHT, y + 14, formatMetric(bar.mean) + bar.mark, "end", "value") +
      `<rect x="${LEFT}" y="${y + 20}" width="${coordinate(x(bar.mean) - LEFT)}" height="18" ` +
      `rx="2" class="fill c${i % 6}"/>` +
      whisker(x(low), x(high), y + 29)
    );
  });
  return {
    id: `bars-${index}`,
    width: WIDTH,
    height: axis + 22,
    title: metric,
    description: bars
      .map((bar) => {
        const [low, high] = bar.interval.map(formatMetric);
        return `${bar.name} ${formatMetric(bar.mean)}, interval ${low} to ${high}.`;
      })
      .join(" "),
    content: grid.join("") + rows.join(""),
  };
}

/** An interval from `left` to `right`, with a halo that sets it off from the bar. */
function whisker(left: number, right: number, y: number): string {
  return ["halo", "whisker"]
    .map(
      (className) =>
        svgLine(left, y, right, y, className) +
        svgLine(left, y - 5, left, y + 5, className) +
        svgLine(right, y - 5, right, y + 5, className),
    )
    .join("");
}
