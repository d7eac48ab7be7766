/** Why a hit stands where it does, in lines to print. */

import type { SearchHit } from "../search/search_types.js";
import { printable } from "./terminal.js";

/** A score in few digits. */
export function shortNumber(score: number): string {
  return Math.abs(score) >= 1 ? score.toFixed(3) : score.toPrecision(4);
}

/** Each stage's score and rank, and the terms of BM25. */
export function explanation({ stages }: Pick<SearchHit, "stages">): string[] {
  return Object.entries(stages).flatMap(([stage, value]) => {
    if (value === undefined) return [];
    const lines = [`${stage.padEnd(7)} rank ${value.rank}, score ${shortNumber(value.score)}`];
    if ("terms" in value && value.terms !== undefined && value.terms.length > 0) {
      const terms = value.terms.map(({ term, score, frequency }) => {
        const times = frequency > 1 ? ` ×${frequency}` : "";
        return `${printable(term)} ${shortNumber(score)}${times}`;
      });
      lines.push(`        terms: ${terms.join(", ")}`);
    }
    return lines;
  });
}
