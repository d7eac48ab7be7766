/** An int8 copy of a range of rows, as a constant of a graph. */

import {
  Int8Quantizer,
  MeanVector,
  splitQuery,
  type CenteredInt8,
  type SplitQuery,
} from "../linalg/centered_int8.js";
import type { RuntimeSession } from "../onnx/runtime.js";
import type { ProgramCall, ProgramHost } from "../onnx/worker_program.js";
import type { Candidates, RowBounds } from "./candidates.js";
import { boundGraph, graphError, GROUP_ROWS, UNDERFLOW, wholeGroups } from "./int8_bounds.js";
import { LARGEST_SAFE, roundingSlack } from "./score_bounds.js";
import type { RowBlock, VectorRows } from "./vector_rows.js";

/** Where no row's norm is as large, no number of the graph leaves the range of float32. */
const LARGEST_SCALED = 2 ** 80;

/** Rows quantized in one turn, about a millisecond of 768 components. */
const ROWS_PER_TURN = 256;

/** A query and its norm. */
interface NormedQuery {
  readonly query: Float32Array;
  readonly norm: number;
}

/** The integers of some queries, and what of each is lost. */
export interface SplitQueries {
  /** [q, 2, d]: two rows for each query. */
  readonly parts: Uint8Array;
  readonly queries: readonly (NormedQuery & SplitQuery)[];
}

/** At least one query, each of the same length. */
export function splitQueries(queries: readonly NormedQuery[]): SplitQueries {
  const d = queries[0]!.query.length;
  const parts = new Uint8Array(2 * d * queries.length);
  return {
    parts,
    queries: queries.map(({ query, norm }, i) => ({
      ...splitQuery(query, parts.subarray(2 * d * i, 2 * d * (i + 1))),
      query,
      norm,
    })),
  };
}

/**
 * Full blocks of rows, quantized. A matrix that is a constant of its graph is laid out by the engine
 * once, for its integer instructions; as an input it would be for each query, which takes ten to
 * twenty-five times as long. So a segment never changes: rows removed later are passed over, and a
 * segment whose rows have moved is given up.
 */
export class Int8Segment {
  /** Which blocks of the matrix: the first, and how many. */
  readonly firstBlock: number;
  readonly blockCount: number;
  readonly #session: RuntimeSession;
  readonly #bounds: Omit<CenteredInt8, "values">;

  private constructor(
    firstBlock: number,
    blockCount: number,
    session: RuntimeSession,
    { scales, mean, errorPerScale, largestNorm }: CenteredInt8,
  ) {
    this.firstBlock = firstBlock;
    this.blockCount = blockCount;
    this.#session = session;
    this.#bounds = { scales, mean, errorPerScale, largestNorm };
  }

  /**
   * Makes the copy, in turns. `undefined` where the rows have moved.
   *
   * @param givenUp asked after each turn; once it says so, the result is `undefined` too
   */
  static async of(
    rows: VectorRows,
    firstBlock: number,
    blockCount: number,
    host: ProgramHost,
    { turn, givenUp }: { turn: ProgramCall["turn"]; givenUp: () => boolean },
  ): Promise<Int8Segment | undefined> {
    const { dimension, compactions } = rows;
    const blocks = rows.blocks.slice(firstBlock, firstBlock + blockCount);
    const count = blocks.reduce((sum, { length }) => sum + length, 0);
    const mean = new MeanVector(dimension);
    let quantizer: Int8Quantizer | undefined;
    for (const pass of [mean, undefined]) {
      quantizer =
        pass === undefined ? new Int8Quantizer(mean.mean(), wholeGroups(count)) : undefined;
      for (const [i, block] of blocks.entries()) {
        const first = (firstBlock + i) * rows.blockRows;
        for (let row = 0; row < block.length; row += ROWS_PER_TURN) {
          const rowCount = Math.min(block.length - row, ROWS_PER_TURN);
          (pass ?? quantizer!).add(rows.read(first + row, rowCount));
          await turn();
          if (givenUp() || rows.compactions !== compactions) return undefined;
        }
      }
    }
    const quantized = quantizer!.finish();
    const session = await host.openSession(
      { bytes: boundGraph(quantized.values, quantized.scales, dimension) },
      // Nothing to fuse, and no scratch memory worth keeping.
      { optimization: "disabled", memoryPool: false },
    );
    return new Int8Segment(firstBlock, blockCount, session, quantized);
  }

  /**
   * Bounds the scores of all rows for each query.
   *
   * @param blocks the segment's own
   * @param scratch room for `boundCount` of its rows for each query
   * @param candidates of each query
   */
  async scan(
    { parts, queries }: SplitQueries,
    blocks: readonly RowBlock[],
    scratch: Float32Array,
    candidates: readonly Candidates[],
  ): Promise<void> {
    const { scales, mean, errorPerScale, largestNorm } = this.#bounds;
    const q = queries.length;
    const d = mean.length;
    const n = scales.length;
    const groups = n / GROUP_ROWS;
    // For a scale of 1, in steps of the query.
    const errors = Float32Array.from(queries, ({ norm, error, step }) =>
      graphError((norm * errorPerScale + error * largestNorm) / step, largestNorm, d),
    );
    const uppers = scratch.subarray(0, q * n);
    const highest = scratch.subarray(q * n, q * (n + groups));
    await this.#session.run(
      {
        queries: { type: "uint8", dims: [q, 2, d], data: parts },
        errors: { type: "float32", dims: [q, 1], data: errors },
      },
      {
        uppers: { type: "float32", dims: [q, n], data: uppers },
        highest: { type: "float32", dims: [q, groups], data: highest },
      },
    );
    const largestRow = blocks.reduce((most, block) => Math.max(most, block.largestNorm), 0);
    for (const [i, { query, norm, step }] of queries.entries()) {
      if (norm * largestRow >= LARGEST_SAFE || largestRow >= LARGEST_SCALED) {
        for (const { sequences, length } of blocks) {
          candidates[i]!.pushUnknown(sequences.subarray(0, length));
        }
        continue;
      }
      let base = 0;
      for (let at = 0; at < d; at += 1) base += query[at]! * mean[at]!;
      const bounds: RowBounds = {
        uppers: uppers.subarray(i * n, (i + 1) * n),
        highest: highest.subarray(i * groups, (i + 1) * groups),
        scales,
        base,
        step,
        error: errors[i]!,
        slack: roundingSlack(norm, largestRow) + step * UNDERFLOW,
      };
      candidates[i]!.pushBounds(bounds, blocks);
    }
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}
