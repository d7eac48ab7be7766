/**
 * Which embeddings made a vector, where they are not of this package: their class's name, the
 * dimension, and the vector of a fixed text.
 *
 * The vectors of a remote service differ in the last digits from call to call, and a store must not
 * be refused for that. So the vector itself is in the fingerprint, in 8 bits a component, and two
 * are compared by their cosine.
 */

/** Fixed for ever: stores remember what came of it. */
export const PROBE_TEXT = "The quick brown fox jumps over the lazy dog.";

/**
 * Cosine of a probe's vectors from which on two embeddings count as one model. Rounding to 8 bits
 * costs less than 1e-4, and services that compute in 16 bits about as much from call to call.
 */
const LEAST_COSINE = 0.999;

/** For example `OpenAIEmbeddings:1536:Af4…`: the components as signed bytes in base64url. */
export function foreignFingerprint(name: string, probe: Float32Array): string {
  return `${name}:${probe.length}:${Buffer.from(roundedToBytes(probe).buffer).toString("base64url")}`;
}

/** What of a foreign fingerprint a person can read: the class and the dimension. */
export function withoutProbe(fingerprint: string): string {
  return fingerprint.replace(/:[\w-]*$/, "");
}

/** Whether vectors of the two may be compared with each other. */
export function sameForeignModel(one: string, other: string): boolean {
  if (one === other) return true;
  if (withoutProbe(one) !== withoutProbe(other)) return false;
  const [a, b] = [probeOf(one), probeOf(other)];
  if (a.length !== b.length) return false;
  let [product, squareA, squareB] = [0, 0, 0];
  for (const [i, x] of a.entries()) {
    const y = b[i] ?? 0;
    product += x * y;
    squareA += x * x;
    squareB += y * y;
  }
  return product >= LEAST_COSINE * Math.sqrt(squareA * squareB) && product > 0;
}

function probeOf(fingerprint: string): Int8Array {
  const bytes = Buffer.from(fingerprint.slice(withoutProbe(fingerprint).length + 1), "base64url");
  return new Int8Array(bytes);
}

/** The largest component becomes 127. */
function roundedToBytes(vector: Float32Array): Int8Array {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale = largest === 0 ? 0 : 127 / largest;
  return Int8Array.from(vector, (value) => Math.round(value * scale));
}
