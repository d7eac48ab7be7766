// Results computed the slow and obvious way, in float64 over plain arrays: what contestants are checked
// against, and what the guard's ratios are measured beside.

/** @returns {Float64Array} the dot product of the query [d] with each of n vectors [n, d] */
export function dotProducts(vectors, query) {
  const d = query.length;
  const scores = new Float64Array(vectors.length / d);
  for (let row = 0, at = 0; row < scores.length; row += 1) {
    let sum = 0;
    for (let i = 0; i < d; i += 1, at += 1) sum += vectors[at] * query[i];
    scores[row] = sum;
  }
  return scores;
}

/** @returns {number[]} the places of the k largest scores above 0, ties in order of place */
export function best(scores, k) {
  const places = Array.from(scores.keys()).filter((place) => scores[place] > 0);
  return places.toSorted((a, b) => scores[b] - scores[a] || a - b).slice(0, k);
}

/**
 * BM25 as Lucene computes it (k1 0.9, b 0.4), passage by passage, without an inverted index.
 *
 * Source of the formula: Kamphuis et al., "Which BM25 do you mean?", ECIR 2020, variant "Lucene
 * (accurate)", but with lengths rounded as Lucene stores them, in one byte.
 */
export class NaiveBm25 {
  #counts;
  #lengths;
  #average;
  #analyze;

  /** @param {string[]} texts @param {(text: string) => string[]} analyze from a text to its terms */
  constructor(texts, analyze) {
    this.#analyze = analyze;
    this.#counts = texts.map((text) => countsOf(analyze(text)));
    const lengths = this.#counts.map((counts) => {
      return [...counts.values()].reduce((sum, count) => sum + count, 0);
    });
    const withTerms = lengths.filter((length) => length > 0);
    this.#average = withTerms.reduce((sum, length) => sum + length, 0) / withTerms.length;
    this.#lengths = lengths.map(roundedLength);
  }

  /** @returns {Float64Array} the score of every passage, 0 where it holds no term of the query */
  scores(query) {
    const counts = this.#counts;
    const n = this.#lengths.filter((length) => length > 0).length;
    const scores = new Float64Array(counts.length);
    for (const [term, times] of countsOf(this.#analyze(query))) {
      const frequencies = counts.map((own) => own.get(term) ?? 0);
      const df = frequencies.filter((frequency) => frequency > 0).length;
      const idf = Math.log(1 + (n - df + 0.5) / (df + 0.5));
      frequencies.forEach((tf, i) => {
        if (tf === 0) return;
        const norm = 0.9 * (1 - 0.4 + (0.4 * this.#lengths[i]) / this.#average);
        scores[i] += (times * idf * tf) / (tf + norm);
      });
    }
    return scores;
  }
}

function countsOf(terms) {
  const counts = new Map();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

/** A length as it comes back out of Lucene's SmallFloat.intToByte4: four significant bits above 24. */
function roundedLength(length) {
  if (length < 24) return length;
  const rest = length - 24;
  const shift = Math.max(0, 32 - Math.clz32(rest) - 4);
  return 24 + ((rest >>> shift) << shift);
}

/** Reciprocal rank fusion of lists of places. @returns {Map<number, number>} score by place */
export function fusedScores(lists, constant = 60) {
  const scores = new Map();
  for (const list of lists) {
    list.forEach((place, i) => {
      scores.set(place, (scores.get(place) ?? 0) + 1 / (constant + i + 1));
    });
  }
  return scores;
}

/** The share of `expected` that `found` holds, 0 to 1. */
export function overlap(found, expected) {
  const set = new Set(found);
  return expected.filter((item) => set.has(item)).length / expected.length;
}
