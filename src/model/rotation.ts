/**
 * Turns vectors so that their components become alike in size. Eight bits serve a vector best when
 * no component is much larger than the others; a rotation by H D (a Hadamard matrix and signs, in
 * blocks of components) mixes each component into all of its block, and the products with equally
 * rotated weights stay what they were: (W R) (Rᵀ x) = W x. See Ashkboos et al., "QuaRot: Outlier-Free
 * 4-Bit Inference in Rotated LLMs", 2024.
 */

/** Wider blocks even out no more, and cost more. */
const WIDEST_BLOCK = 16;

/** Components in a block: the largest power of two that divides `width`, at most 16. */
export function blockWidth(width: number): number {
  let block = 1;
  while (block < WIDEST_BLOCK && width % (2 * block) === 0) block *= 2;
  return block;
}

/** The orthogonal matrix R [block, block], row-major; a row vector x is rotated as x R. */
export function rotation(block: number): Float32Array {
  const matrix = new Float32Array(block * block);
  for (let i = 0; i < block; i += 1) matrix[i * block + i] = 1;
  rotate(matrix, block);
  return matrix;
}

/** Replaces each block x of `values` by x R: the fast Walsh-Hadamard transform of D x. */
export function rotate(values: Float32Array, block: number): void {
  const signs = Float32Array.from({ length: block }, (_, i) => signOf(i) / Math.sqrt(block));
  for (let start = 0; start < values.length; start += block) {
    for (let i = 0; i < block; i += 1) values[start + i]! *= signs[i]!;
    for (let half = 1; half < block; half *= 2) {
      for (let at = start; at < start + block; at += 2 * half) {
        for (let i = at; i < at + half; i += 1) {
          const [a, b] = [values[i]!, values[i + half]!];
          values[i] = a + b;
          values[i + half] = a - b;
        }
      }
    }
  }
}

/** Without signs a mean that all components share would pile up in a block's first one. */
function signOf(index: number): 1 | -1 {
  // The parity of a product's bits: irregular, and the same everywhere.
  let bits = Math.imul(index + 1, 0x9e37_79b1) >>> 20;
  let sign: 1 | -1 = 1;
  for (; bits > 0; bits &= bits - 1) sign = sign === 1 ? -1 : 1;
  return sign;
}
