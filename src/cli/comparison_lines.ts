/** What a comparison of two collections says to a person. */

import type { CollectionComparison } from "../collection/compare_collections.js";
import { formatCount } from "./progress_bar.js";

/** Lines for people, and whether the copy is as good as it must be. */
export function comparisonLines(
  { counts, sampled, different, searchedDifferently, recall }: CollectionComparison,
  exact: boolean,
): { lines: string[]; same: boolean } {
  const [from, to] = counts;
  const lines: string[] = [];
  if (from !== to) {
    lines.push(
      `The copy holds ${formatCount(to)} passages, the original ${formatCount(from)}. ` +
        "What was there before is kept unless --replace is given.",
    );
  }
  if (different.length > 0) {
    lines.push(
      `${different.length} of ${sampled} sampled passages differ in the copy: ${shown(different)}`,
    );
  }
  if (exact && searchedDifferently.length > 0) {
    lines.push(
      `${searchedDifferently.length} of ${sampled} sampled searches differ: ${shown(searchedDifferently)}`,
    );
  }
  if (lines.length > 0) return { lines, same: false };
  const searches = exact
    ? "their 10 nearest passages have the same scores."
    : `searches by HNSW found ${(100 * recall).toFixed(1)} % of their 10 nearest passages.`;
  return {
    lines: [
      `Verified: ${formatCount(to)} passages on both sides; ${sampled} sampled ones are the same, and ${searches}`,
    ],
    same: true,
  };
}

function shown(ids: readonly string[]): string {
  return ids.slice(0, 3).join(", ") + (ids.length > 3 ? ", …" : "");
}
