/** A ranking as scores that keep its order when a run is read. */

/**
 * A run has scores and no order: equal ones are put in order by id when it is measured, whatever the
 * search returned. So a score that is not below the one before it becomes the next float32 below,
 * and what is measured is the order that a user gets.
 *
 * @param hits best first; finite scores
 * @returns id → score, strictly descending float32 values
 */
export function rankedScores(
  hits: Iterable<{ readonly id: string; readonly score: number }>,
): Map<string, number> {
  const scores = new Map<string, number>();
  let last = Infinity;
  for (const hit of hits) {
    const score = Math.fround(hit.score);
    last = score < last ? score : nextBelow(last);
    scores.set(hit.id, last);
  }
  return scores;
}

/** The largest float32 below a finite one. */
function nextBelow(value: number): number {
  const float = Float32Array.of(value);
  const bits = new Int32Array(float.buffer);
  // Of positive floats the bits grow with the value, of negative ones with its size.
  if (value > 0) bits[0]! -= 1;
  else if (value < 0) bits[0]! += 1;
  // Below both zeros stands the smallest negative number.
  else bits[0] = -0x7fff_ffff;
  return float[0]!;
}
