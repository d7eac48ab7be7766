/** Measures the bias of a model in int8; see bias_correction.ts. */

import { meanDifference } from "./bias_correction.js";
import type { Encoder } from "./encoder.js";

/**
 * Other texts give another bias: a change needs the next `CONVERTER_VERSION`. They are as the texts of
 * the check are, but others: what corrects int8 must not be what it is checked with.
 */
export const CALIBRATION_TEXTS: readonly string[] = [
  "when do swallows fly south",
  "difference between a virus and a bacterium",
  "how to remove a stripped screw",
  "what is the boiling point of ethanol?",
  "average rent for two bedrooms near the university",
  "meaning of habeas corpus",
  "Sound travels through water more than four times as fast as through air, because water is much harder to compress.",
  "To reset the router, hold the button on its back for ten seconds, wait until the light turns green, then sign in with the password on the label.",
  "The treaty was signed in 1648 and ended thirty years of war; the borders it drew lasted, with small changes, for more than a century.",
  "A mutex lets one thread at a time into a section of code: `lock()` waits, `unlock()` must follow on every path, errors included.",
  "Shares of the company fell by 7.4 % on Tuesday after it lowered its forecast for the year to $3.10 a share.",
  "Bees dance to tell one another where flowers are: the angle gives the direction, the length the distance.",
  "Take one tablet with a glass of water every eight hours. Do not take more than three in a day, and see a doctor if the fever has not gone after two days.",
  "A tenant may end the lease with three months' notice, unless both sides agreed on another term in writing.",
  "The derivative of sin(x) is cos(x); that of cos(x) is -sin(x). Both follow from the limit of sin(h)/h as h goes to 0.",
  "Knead the dough for ten minutes, cover it with a towel, and let it rise in a warm place until it has doubled.",
  "Trains leave for the airport every half hour from platform 4; the ride takes 26 minutes.",
  "Her second novel tells of three sisters who inherit a lighthouse, and of the winter in which they must decide what to do with it.",
  "Granite forms when magma cools slowly below the surface, which gives its crystals time to grow.",
  "Players may not touch the ball with their hands, except the goalkeeper within the penalty area.",
  "The lake lies 1,860 m above the sea. It freezes in December, and boats return in May.",
  "Each row of the table has a key; an index on another column lets the database find rows without reading all of them.",
  "They had walked since dawn, and when the village came into sight nobody said a word.",
  "Coral reefs cover less than one percent of the ocean floor, but about a quarter of all marine species live there. Warm water makes corals expel the algae that feed them. A bleached reef is not dead yet: where the water cools in time, the algae come back.",
];

/**
 * The mean of `converted` - `exact` over the calibration texts, [d].
 *
 * @throws what `Encoder.encode` throws
 */
export async function measureBias(
  exact: Encoder,
  converted: Encoder,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const expected = await exact.encode(CALIBRATION_TEXTS, { kind: "passage", signal });
  const actual = await converted.encode(CALIBRATION_TEXTS, { kind: "passage", signal });
  return meanDifference(expected, actual, exact.dimension);
}
