/** What a comparison of two collections says to a person. */

import type { CollectionComparison } from "../collection/compare_collections.js";
import { formatCount } from "./progress_bar.js";

/**
 * Lines for people, and whether the copy is as good as it must be.
 *
 * @param comparison of the local collection with the cluster's
 * @param exact whether the cluster's searches are
 * @param command which of the two is the copy: `push` makes it in the cluster, `pull` here
 */
export function comparisonLines(
  { counts, sampled, different, searchedDifferently, recall }: CollectionComparison,
  exact: boolean,
  command: "push" | "pull",
): { lines: string[]; same: boolean } {
  const [local, remote] = counts;
  const lines: string[] = [];
  if (local !== remote) {
    const [copy, original, why] =
      command === "push"
        ? [remote, local, "What was there before is kept unless --replace is given."]
        : [local, remote, "Was the collection changed meanwhile? Pull again, with --replace."];
    lines.push(
      `The copy holds ${formatCount(copy)} passages, the original ${formatCount(original)}. ${why}`,
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
      `Verified: ${formatCount(local)} passages on both sides; ${sampled} sampled ones are the same, and ${searches}`,
    ],
    same: true,
  };
}

function shown(ids: readonly string[]): string {
  return ids.slice(0, 3).join(", ") + (ids.length > 3 ? ", …" : "");
}
