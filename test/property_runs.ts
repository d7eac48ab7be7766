/**
 * How many cases a property test tries. `npm test` uses the small number given; the reliability run
 * multiplies it by `PROPERTY_RUNS` (for example `PROPERTY_RUNS=full`, which takes the second).
 */
export function propertyRuns(usual: number, full: number): number {
  return process.env["PROPERTY_RUNS"] === "full" ? full : usual;
}

/** One seed for every property test, so that a failure is the same for everyone. */
export const PROPERTY_SEED = 20_240_607;
