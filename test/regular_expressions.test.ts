import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parseAst } from "rolldown/parseAst";
import { describe, expect, it } from "vitest";

import { packageRoot } from "../src/package_root.js";

/** Where a text cannot be long. */
const SHORT_TEXTS: Record<string, string> = {
  "cli/evaluate_inputs.ts": "the name of a file",
};

const LENGTH = 40_000;
/** Linear ones take a tenth of this, quadratic ones five times as much or more. */
const LONGEST_MILLISECONDS = 700;

interface Found {
  file: string;
  pattern: string;
  flags: string;
}

function* expressionsIn(node: unknown, file: string): Generator<Found> {
  if (typeof node !== "object" || node === null) return;
  if ("regex" in node && typeof node.regex === "object" && node.regex !== null) {
    const { pattern, flags } = node.regex as { pattern: string; flags: string };
    yield { file, pattern, flags };
    return;
  }
  for (const child of Object.values(node)) yield* expressionsIn(child, file);
}

function allExpressions(): Found[] {
  const source = join(packageRoot, "src");
  return readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => [
      ...expressionsIn(
        parseAst(readFileSync(join(source, file), "utf8"), { lang: "ts" }),
        file.replaceAll("\\", "/"),
      ),
    ]);
}

/** What the expression itself names, and what texts are made of. */
function pumps(pattern: string): string[] {
  const pieces = new Set('a0 \n-_.<"`*#|[(,/é');
  for (const character of pattern) if (!/[\w\\(){}?+^$]/.test(character)) pieces.add(character);
  for (const [word] of pattern.matchAll(/[a-z]{2,11}/gi)) pieces.add(word);
  const some = [...pieces].slice(0, 24);
  return some.flatMap((first) => some.map((second) => (first === second ? first : first + second)));
}

function milliseconds(expression: RegExp, text: string): number {
  const start = performance.now();
  text.replace(expression, "");
  return performance.now() - start;
}

/** A short repeated text, and an end that does not fit, that takes too long. */
function slowPump({ pattern, flags }: Found): string | undefined {
  // Every place is tried, as by a search through a text.
  const expression = new RegExp(pattern, [...new Set(`${flags}g`)].join("").replace("y", ""));
  return pumps(pattern).find((pump) => {
    const text = `${pump.repeat(Math.ceil(LENGTH / pump.length))}\u0001`;
    // Twice, because the machine may have been busy.
    return (
      milliseconds(expression, text) > LONGEST_MILLISECONDS &&
      milliseconds(expression, text) > LONGEST_MILLISECONDS
    );
  });
}

describe("the regular expressions of the sources", () => {
  it("take linear time over long texts that nearly match", () => {
    const expressions = allExpressions();
    expect(expressions.length).toBeGreaterThan(50);
    const slow = expressions
      .filter(({ file }) => !(file in SHORT_TEXTS))
      .map((one) => ({ ...one, pump: slowPump(one) }))
      .filter(({ pump }) => pump !== undefined);
    expect(slow).toEqual([]);
  }, 120_000);
});
