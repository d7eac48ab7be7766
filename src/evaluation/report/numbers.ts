/** Numbers as reports print them. */

/** 4 decimals, as trec_eval prints. */
export function formatMetric(value: number): string {
  return value.toFixed(4);
}

/** With its sign, `-0.0000` avoided. */
export function formatDifference(value: number): string {
  const text = value.toFixed(4);
  return Number(text) === 0 ? "0.0000" : value > 0 ? `+${text}` : text;
}

/** p-values: 4 decimals, `<0.0001` below. */
export function formatP(p: number): string {
  return p < 0.0001 ? "<0.0001" : p.toFixed(4);
}

/** Seconds with as many digits as they are worth. */
export function formatSeconds(seconds: number | undefined): string {
  if (seconds === undefined) return "";
  return seconds < 10
    ? seconds.toFixed(2)
    : seconds < 100
      ? seconds.toFixed(1)
      : seconds.toFixed(0);
}
