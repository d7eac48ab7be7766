/** How far a model in int8 is from the same model in fp32. */

import { dotProduct } from "../linalg/dot_product.js";
import type { ConversionCheck } from "../model/prepared_model.js";
import type { Encoder } from "./encoder.js";

/**
 * What int8 must reach. Vectors of one model may all point the same way: those of TAS-B have a
 * cosine of .65 to one another. Their mean is subtracted for the second limit, so that it counts
 * what tells texts apart.
 */
export const LEAST_INT8_CHECK: ConversionCheck = { cosine: 0.999, centeredCosine: 0.995 };

/** Whether every cosine is as large as it must be; NaN is not. */
export function passes(check: ConversionCheck, least: ConversionCheck = LEAST_INT8_CHECK): boolean {
  return check.cosine >= least.cosine && check.centeredCosine >= least.centeredCosine;
}

/** Texts of many subjects, short and long, with what real texts have in them. */
export const CHECK_TEXTS: readonly string[] = [
  "how many planets are there",
  "what causes high blood pressure in young adults?",
  "cost of replacing a roof",
  "define photosynthesis",
  "who won the first football world cup",
  "is it safe to eat raw eggs",
  "The mitochondrion is an organelle found in the cells of most eukaryotes. It uses aerobic respiration to generate adenosine triphosphate (ATP), which the cell uses as a source of chemical energy.",
  "Bake at 350 °F for 25 to 30 minutes, or until a toothpick inserted into the center comes out clean. Let cool in the pan on a wire rack.",
  "In 1889, Gustave Eiffel's company finished an iron tower 300 m high on the Champ de Mars in Paris; it was meant to stand for twenty years.",
  "A closure is a function together with the variables it captured: `const add = (a) => (b) => a + b;` returns one.",
  "The average salary of a registered nurse is $77,600 a year. Pay depends on the state, the employer and the years of experience.",
  "Whales are mammals. They breathe air, are warm-blooded and feed their young with milk.",
  "Symptoms of dehydration include thirst, a dry mouth, tiredness and dark urine. Severe dehydration is an emergency.",
  "The court held that the contract was void because one of the parties had been misled about the facts.",
  "Interest is compounded monthly: after n years the balance is P(1 + r/12)^(12n).",
  "Mix one part of vinegar with three parts of olive oil, then add salt, pepper and a little mustard.",
  "Turn left after the bridge, follow the river for two miles, and park behind the old mill.",
  "The violin concerto in D major was first performed in Vienna in December 1881.",
  "Steel is an alloy of iron and carbon. More carbon makes it harder, and more brittle.",
  "Passengers must arrive at the gate at least 20 minutes before departure.",
  "The desert receives less than 100 mm of rain a year, yet hundreds of plants live there.",
  "An inverted index lists, for each term, the documents that contain it and how often.",
  "He closed the door, sat down by the window and read her letter once more.",
  "Vaccines train the immune system to recognise a pathogen without causing the disease. Some need a second dose after several weeks, since the first response fades. Side effects such as a sore arm or a mild fever are common and pass within days; serious ones are rare.",
];

/** Embeds `texts` as passages with both encoders, and compares row by row. */
export async function comparePrecisions(
  reference: Encoder,
  converted: Encoder,
  texts: readonly string[] = CHECK_TEXTS,
  signal?: AbortSignal,
): Promise<ConversionCheck> {
  const expected = await reference.encode(texts, { kind: "passage", signal });
  const actual = await converted.encode(texts, { kind: "passage", signal });
  return compareRows(expected, actual, reference.dimension);
}

/** The smallest cosines of rows [n, d] of the same place, as they are and without the mean row. */
export function compareRows(
  expected: Float32Array,
  actual: Float32Array,
  d: number,
): ConversionCheck {
  const n = expected.length / d;
  const mean = new Float64Array(d);
  for (let at = 0; at < expected.length; at += 1) mean[at % d]! += expected[at]! / n;
  const centered = (rows: Float32Array): Float32Array =>
    rows.map((value, at) => value - mean[at % d]!);
  return {
    cosine: smallestCosine(expected, actual, d),
    centeredCosine: smallestCosine(centered(expected), centered(actual), d),
  };
}

function smallestCosine(a: Float32Array, b: Float32Array, d: number): number {
  let smallest = 1;
  for (let at = 0; at < a.length; at += d) {
    const norms = Math.sqrt(dotProduct(a, at, a, at, d) * dotProduct(b, at, b, at, d));
    // Math.min keeps a NaN, so that it cannot pass.
    smallest = Math.min(smallest, dotProduct(a, at, b, at, d) / norms);
  }
  return smallest;
}
