/** Pseudo-random bits from a seed: the same on every machine. */

/**
 * xoshiro128** 1.1 (Blackman and Vigna 2018), its state filled by splitmix32 from the seed. For
 * simulations; not for secrets.
 */
export class RandomBits {
  readonly #state = new Uint32Array(4);

  /** @param seed its lower 32 bits count */
  constructor(seed: number) {
    let mixed = seed | 0;
    for (let i = 0; i < 4; i++) {
      mixed = (mixed + 0x9e3779b9) | 0;
      let bits = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
      bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
      this.#state[i] = bits ^ (bits >>> 15);
    }
  }

  /** 32 random bits, as an unsigned integer. */
  next(): number {
    const state = this.#state;
    const result = Math.imul(rotate(Math.imul(state[1]!, 5), 7), 9) >>> 0;
    const shifted = state[1]! << 9;
    state[2]! ^= state[0]!;
    state[3]! ^= state[1]!;
    state[1]! ^= state[2]!;
    state[0]! ^= state[3]!;
    state[2]! ^= shifted;
    state[3] = rotate(state[3]!, 11);
    return result;
  }
}

function rotate(bits: number, by: number): number {
  return (bits << by) | (bits >>> (32 - by));
}
