/** Files that are almost right, for the tests of readers. */

/** Random integers from 0 to n - 1 by mulberry32. */
export function generator(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

const extremes = [
  [0xff, 0xff, 0xff, 0xff],
  [0xff, 0xff, 0xff, 0x7f],
  [0, 0, 0, 0],
  [0xff, 0xff],
  [0, 0, 0, 0, 0, 0, 0, 0x80],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
  [...Buffer.from("cos\nsystem\n")],
  [...Buffer.from("99999999999999999999")],
];

/** One to four edits: flipped bits, other bytes, cuts, copies, extreme numbers. */
export function mutate(original: Buffer, random: (n: number) => number): Buffer {
  let bytes = Buffer.from(original);
  for (let edits = 1 + random(4); edits > 0 && bytes.length > 0; edits--) {
    // Half of the edits hit the first bytes or the last, where the structure is.
    const near = [random(bytes.length), random(Math.min(600, bytes.length))][random(2)]!;
    const at = random(2) === 0 ? near : bytes.length - 1 - near;
    switch (random(6)) {
      case 0:
        bytes[at]! ^= 1 << random(8);
        break;
      case 1:
        bytes[at] = random(256);
        break;
      case 2:
        bytes = bytes.subarray(0, at);
        break;
      case 3: {
        const from = random(bytes.length);
        const piece = bytes.subarray(from, from + random(64));
        bytes = Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
        break;
      }
      case 4:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random(16))]);
        break;
      default:
        Buffer.from(extremes[random(extremes.length)]!).copy(bytes, at);
    }
  }
  return bytes;
}

/** How a reader took its mutated inputs. */
export interface Outcomes {
  read: number;
  refused: number;
  /** Of the processor in this process, so that a machine that is busy otherwise does not count. */
  slowestMilliseconds: number;
}

/**
 * Hands `runs` mutated inputs to a reader, which must read them or refuse them by an error that
 * `isTyped` knows.
 *
 * @throws the first other error, with the input in base64
 */
export async function readMutated(
  inputs: readonly Buffer[],
  read: (bytes: Buffer) => unknown,
  options: { runs: number; seed: number; isTyped: (error: unknown) => boolean },
): Promise<Outcomes> {
  const random = generator(options.seed);
  const outcomes: Outcomes = { read: 0, refused: 0, slowestMilliseconds: 0 };
  for (let run = 0; run < options.runs; run += 1) {
    const mutated = mutate(inputs[random(inputs.length)]!, random);
    const start = process.cpuUsage();
    try {
      await read(mutated);
      outcomes.read += 1;
    } catch (error) {
      if (!options.isTyped(error)) {
        const input = mutated.toString("base64");
        throw new Error(`untyped: ${String(error)} for ${input}`, { cause: error });
      }
      outcomes.refused += 1;
    }
    const { user, system } = process.cpuUsage(start);
    outcomes.slowestMilliseconds = Math.max(outcomes.slowestMilliseconds, (user + system) / 1000);
  }
  return outcomes;
}
