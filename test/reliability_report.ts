import { appendFileSync } from "node:fs";

/** Figures of the reliability run go to the file that `npm run test:reliability` prints at its end. */
export function reportFigure(
  title: string,
  figures: Readonly<Record<string, number | string>>,
): void {
  const path = process.env["RELIABILITY_REPORT"];
  if (path === undefined) return;
  const text = Object.entries(figures).map(([name, value]) => `${name}: ${value}`);
  appendFileSync(path, `${title} | ${text.join(", ")}\n`);
}
