/** The int8 copies of all full blocks of a matrix. */

import type { ProgramCall, ProgramHost } from "../onnx/worker_program.js";
import { boundCount } from "./int8_bounds.js";
import { Int8Segment } from "./int8_segment.js";
import type { VectorRows } from "./vector_rows.js";

/**
 * Blocks of a whole segment, 72 MB: the engine wakes its threads for each, which takes a tenth of the
 * time of half as many. Of larger ones next to nothing would be won, and the engine lays a segment out
 * in one call, which searches have to wait for.
 */
const BLOCKS_PER_SEGMENT = 18;

/**
 * Of constants below 32 MB a second copy stays: the engine lays a constant out anew and frees the
 * first, and glibc gives freed memory back to the system only of pieces above that
 * (`M_MMAP_THRESHOLD`, malloc). So segments of 36 MB are made until there is enough for a whole one.
 */
const SEGMENT_SIZES = [BLOCKS_PER_SEGMENT, 9];

/**
 * Segments cover the full blocks from the first on, the larger ones first. Where fewer blocks are left
 * than make a segment, they are copied as they become full, and again as one once there are enough:
 * each row is copied three times at most. The block that is being filled has no copy.
 */
export class Int8Copies {
  readonly #rows: VectorRows;
  readonly #host: ProgramHost;
  #segments: Int8Segment[] = [];
  #compactions: number;

  constructor(rows: VectorRows, host: ProgramHost) {
    this.#rows = rows;
    this.#host = host;
    this.#compactions = rows.compactions;
  }

  /** Covering the blocks from the first on, without gaps. */
  get segments(): readonly Int8Segment[] {
    return this.#segments;
  }

  /** The most numbers that the bounds of a segment take for one query. */
  get mostBounds(): number {
    return boundCount(BLOCKS_PER_SEGMENT * this.#rows.blockRows);
  }

  /** To be called after every change of the rows: gives up copies of rows that have moved. */
  async follow(): Promise<void> {
    if (this.#compactions === this.#rows.compactions) return;
    this.#compactions = this.#rows.compactions;
    await this.release();
  }

  /**
   * Makes the next copy that is missing. A small one is given up while more rows are on their way, with
   * which it would be made again soon.
   *
   * @param growing whether more rows are on their way; this is to be called after they are there
   * @returns whether there may be more to do
   */
  async makeNext(call: ProgramCall, growing: () => boolean): Promise<boolean> {
    const next = this.#next();
    if (next === undefined) return false;
    const { kept, blockCount } = next;
    const small = blockCount < Math.min(...SEGMENT_SIZES);
    const firstBlock = endOf(this.#segments.slice(0, kept));
    const made = await Int8Segment.of(this.#rows, firstBlock, blockCount, this.#host, {
      turn: () => call.turn(),
      givenUp: () => call.cancelled || (small && growing()),
    });
    if (made === undefined) return false;
    const replaced = this.#segments.slice(kept);
    this.#segments = [...this.#segments.slice(0, kept), made];
    for (const segment of replaced) await segment.release();
    return this.#next() !== undefined;
  }

  async release(): Promise<void> {
    const segments = this.#segments;
    this.#segments = [];
    for (const segment of segments) await segment.release();
  }

  /** How many segments stay, and how many blocks after them go into a new one. */
  #next(): { kept: number; blockCount: number } | undefined {
    const full = Math.floor(this.#rows.length / this.#rows.blockRows);
    const segments = this.#segments;
    for (const blockCount of SEGMENT_SIZES) {
      const smaller = segments.findIndex((segment) => segment.blockCount < blockCount);
      const kept = smaller === -1 ? segments.length : smaller;
      if (full - endOf(segments.slice(0, kept)) >= blockCount) return { kept, blockCount };
    }
    const missing = full - endOf(segments);
    return missing > 0 ? { kept: segments.length, blockCount: missing } : undefined;
  }
}

/** The first block after the segments. */
function endOf(segments: readonly Int8Segment[]): number {
  const last = segments.at(-1);
  return last === undefined ? 0 : last.firstBlock + last.blockCount;
}
