/** A report as one HTML file: no script, nothing fetched, pictures in the text. */

import type { Comparison } from "../comparison.js";
import { RECALL_LEVELS } from "../metrics/interpolated_precision.js";
import { differencePlot } from "./difference_plot.js";
import { HTML_STYLE } from "./html_style.js";
import { escapeMarkup, htmlTable, renderPicture, shorten } from "./markup.js";
import { metricBars } from "./metric_bars.js";
import { formatDifference, formatMetric, formatP } from "./numbers.js";
import { marker, precisionRecallPlot } from "./precision_recall_plot.js";
import {
  largestDifferences,
  metricInterval,
  metricsTable,
  reportNotes,
  type Report,
} from "./report.js";

/**
 * The report as a self-contained HTML page: tables, bars with intervals, per-query differences and
 * precision-recall curves. Light or dark as the reader's system is; every picture has a title, a
 * description and its numbers in a table. Ids, names and query texts are escaped, and a content
 * security policy forbids scripts and any request.
 */
export function htmlReport(report: Report): string {
  const title = `Evaluation on ${report.collection}`;
  const counts = report.runs[0]?.evaluation.counts;
  const { header, rows } = metricsTable(report);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeMarkup(title)}</title>
<style>${HTML_STYLE}</style>
</head>
<body>
<main>
<h1>${escapeMarkup(title)}</h1>
<p class="soft">${counts?.queries ?? 0} queries, ${counts?.relevant ?? 0} relevant passages${
    report.relevantFrom > 1 ? ` (grade ${report.relevantFrom} or higher)` : ""
  }</p>
${htmlTable("Mean over all queries", header, rows)}
${reportNotes(report)
  .map((note) => `<p class="soft">${escapeMarkup(note)}</p>`)
  .join("\n")}
${barsSection(report)}
${curveSection(report)}
${comparisonSection(report)}
</main>
</body>
</html>
`;
}

function barsSection(report: Report): string {
  const figures = report.metrics.map(
    (metric, i) =>
      `<figure><figcaption>${escapeMarkup(metric)}</figcaption>` +
      `${renderPicture(metricBars(report, metric, i))}</figure>`,
  );
  const rows = report.runs.flatMap((run) =>
    report.metrics.map((metric) => [
      run.name,
      metric,
      formatMetric(run.evaluation.means.get(metric)!),
      metricInterval(run, metric).map(formatMetric).join(" to "),
    ]),
  );
  return `<section><h2>Means with their 95 % intervals</h2>
<div class="grid">${figures.join("\n")}</div>
<details><summary>The numbers of these pictures</summary>
${htmlTable("Means and 95 % confidence intervals (t)", ["run", "metric", "mean", "interval"], rows)}
</details></section>`;
}

function curveSection(report: Report): string {
  const legend = report.runs.map(
    (run, i) =>
      `<li><svg viewBox="0 0 14 14" aria-hidden="true">${marker(i, 7, 7)}</svg>` +
      `${escapeMarkup(run.name)}</li>`,
  );
  const rows = report.runs.map((run) => [
    run.name,
    ...Array.from(run.evaluation.precisionAtRecall, formatMetric),
  ]);
  return `<section><h2>Precision and recall</h2>
<figure class="wide"><figcaption>Interpolated precision at eleven recall levels</figcaption>
<ul class="legend">${legend.join("\n")}</ul>
${renderPicture(precisionRecallPlot(report.runs))}</figure>
<details><summary>The numbers of this picture</summary>
${htmlTable("Precision at recall", ["run", ...RECALL_LEVELS.map(String)], rows)}
</details></section>`;
}

function comparisonSection(report: Report): string {
  if (report.comparisons.length === 0) return "";
  const rows = report.comparisons.map((one) => [
    one.contender,
    one.metric,
    formatDifference(one.difference),
    one.tTest.interval.map(formatDifference).join(" to "),
    String(one.wins),
    String(one.losses),
    String(one.ties),
    formatP(one.randomization.p),
    formatP(one.pAdjusted),
    formatP(one.tTest.p),
  ]);
  const header = ["run", "metric", "difference", "95 % interval", "better", "worse", "same"];
  const plotted = report.comparisons.filter((one) => one.metric === report.metrics[0]);
  return `<section><h2>Differences to ${escapeMarkup(report.runs[0]!.name)}</h2>
${htmlTable("Every run against the baseline", [...header, "p", "p (Holm)", "p (t-test)"], rows)}
<h2>Query by query: ${escapeMarkup(report.metrics[0]!)}</h2>
<p class="soft">One column for each query, from the largest gain to the largest loss.</p>
<div class="grid">${plotted.map((one, i) => differenceFigure(one, i)).join("\n")}</div>
${plotted.map((one) => largestTable(report, one)).join("\n")}
</section>`;
}

function differenceFigure(comparison: Comparison, index: number): string {
  const picture = differencePlot(comparison, index);
  return `<figure><figcaption>${escapeMarkup(picture.title)}</figcaption>${renderPicture(picture)}</figure>`;
}

function largestTable(report: Report, comparison: Comparison): string {
  const rows = [
    ...largestDifferences(comparison, "gain"),
    ...largestDifferences(comparison, "loss").toReversed(),
  ].map(({ queryId, difference }) => [
    queryId,
    formatDifference(difference),
    shorten(report.queryTexts.get(queryId) ?? "", 160),
  ]);
  if (rows.length === 0) return "";
  const caption = `${comparison.contender}: largest gains and losses`;
  return `<details><summary>${escapeMarkup(caption)}</summary>
${htmlTable(caption, ["query", "difference", "text"], rows)}
</details>`;
}
