/** An int8 copy of a range of rows, as a constant of a graph. */

import {
  Int8Quantizer,
  MeanVector,
  QUERY_ZERO_POINT,
  splitQuery,
  type CenteredInt8,
  type SplitQuery,
} from "../linalg/centered_int8.js";
import { GraphBuilder } from "../onnx/graph_builder.js";
import { writeModel } from "../onnx/model_writer.js";
import type { RuntimeSession } from "../onnx/runtime.js";
import type { ProgramCall, ProgramHost } from "../onnx/worker_program.js";
import type { Candidates } from "./candidates.js";
import { LARGEST_SAFE, roundingSlack } from "./score_bounds.js";
import type { RowBlock, VectorRows } from "./vector_rows.js";

/** Rows quantized in one turn, about a millisecond of 768 components. */
const ROWS_PER_TURN = 256;

/** A query and its norm. */
interface NormedQuery {
  readonly query: Float32Array;
  readonly norm: number;
}

/** The integers of some queries, and what of each is lost. */
export interface SplitQueries {
  /** [2 q, d]: two rows for each query. */
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

  /** Makes the copy, in turns. `undefined` where the call was given up or the rows have moved. */
  static async of(
    rows: VectorRows,
    firstBlock: number,
    blockCount: number,
    host: ProgramHost,
    call: ProgramCall,
  ): Promise<Int8Segment | undefined> {
    const { dimension, compactions } = rows;
    const blocks = rows.blocks.slice(firstBlock, firstBlock + blockCount);
    const count = blocks.reduce((sum, { length }) => sum + length, 0);
    const mean = new MeanVector(dimension);
    let quantizer: Int8Quantizer | undefined;
    for (const pass of [mean, undefined]) {
      quantizer = pass === undefined ? new Int8Quantizer(mean.mean(), count) : undefined;
      for (const [i, block] of blocks.entries()) {
        const first = (firstBlock + i) * rows.blockRows;
        for (let row = 0; row < block.length; row += ROWS_PER_TURN) {
          const rowCount = Math.min(block.length - row, ROWS_PER_TURN);
          (pass ?? quantizer!).add(rows.read(first + row, rowCount));
          await call.turn();
          if (call.cancelled || rows.compactions !== compactions) return undefined;
        }
      }
    }
    const quantized = quantizer!.finish();
    const session = await host.openSession(
      { bytes: productGraph(quantized.values, dimension, count) },
      // Nothing to fuse, and no scratch memory worth keeping.
      { optimization: "disabled", memoryPool: false },
    );
    return new Int8Segment(firstBlock, blockCount, session, quantized);
  }

  /** Rows held. */
  get rows(): number {
    return this.#bounds.scales.length;
  }

  /**
   * Bounds the scores of all rows for each query.
   *
   * @param blocks the segment's own
   * @param scratch room for 2 q n products
   * @param candidates of each query
   */
  async scan(
    { parts, queries }: SplitQueries,
    blocks: readonly RowBlock[],
    scratch: Int32Array,
    candidates: readonly Candidates[],
  ): Promise<void> {
    const { scales, mean, errorPerScale, largestNorm } = this.#bounds;
    const n = scales.length;
    const products = scratch.subarray(0, 2 * queries.length * n);
    await this.#session.run(
      { queries: { type: "uint8", dims: [2 * queries.length, mean.length], data: parts } },
      { products: { type: "int32", dims: [2 * queries.length, n], data: products } },
    );
    for (const [i, { query, norm, step, error }] of queries.entries()) {
      const own = products.subarray(2 * i * n, 2 * (i + 1) * n);
      let base = 0;
      for (let at = 0; at < mean.length; at += 1) base += query[at]! * mean[at]!;
      let first = 0;
      for (const block of blocks) {
        const sequences = block.sequences.subarray(0, block.length);
        if (norm * block.largestNorm < LARGEST_SAFE) {
          candidates[i]!.pushProducts(own, scales, first, sequences, {
            base,
            step,
            // The last factor is for the rounding of these few lines themselves.
            error: (norm * errorPerScale + error * largestNorm) * (1 + 2 ** -30),
            slack: roundingSlack(norm, block.largestNorm),
          });
        } else {
          candidates[i]!.pushUnknown(sequences);
        }
        first += block.length;
      }
    }
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}

/** products [2 q, n] = (queries [2 q, d] - 64) · values [d, n] */
function productGraph(values: Int8Array, dimension: number, count: number): Uint8Array {
  const graph = new GraphBuilder();
  const queries = graph.input("queries", "uint8", ["parts", dimension]);
  const rows = graph.constant({
    name: "rows",
    type: "int8",
    dims: [dimension, count],
    data: values,
  });
  const zero = graph.constant({
    name: "zero",
    type: "uint8",
    dims: [],
    data: Uint8Array.of(QUERY_ZERO_POINT),
  });
  graph.node("MatMulInteger", [queries, rows, zero], { output: "products" });
  graph.output("products", "int32", ["parts", count]);
  return writeModel(graph.build());
}
