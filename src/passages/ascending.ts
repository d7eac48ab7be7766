/** Looking for a place in a list of ascending numbers. */

/** The index of the last number that is at most `value`; -1 where all are larger. */
export function lastAtMost(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  // Invariant: those before `low` are at most `value`, those from `high` on are larger.
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
