/**
 * Search inside the inference worker, in two steps. The engine bounds the score of every row, by
 * float32 products or by those of an int8 copy; passages that can be among the best k by these bounds
 * are then scored one by one in double precision. So a score does not depend on which road led to it,
 * on where the vector lies, on what else was asked at the same time, or on the number of threads.
 */

import { GraphBuilder } from "../onnx/graph_builder.js";
import { writeModel } from "../onnx/model_writer.js";
import type { RuntimeSession } from "../onnx/runtime.js";
import type { ProgramCall, ProgramHost } from "../onnx/worker_program.js";
import { TopK } from "../ranking/top_k.js";
import { Candidates } from "./candidates.js";
import type { DenseRanking } from "./dense_index.js";
import type { Int8Copies } from "./int8_copies.js";
import { splitQueries } from "./int8_segment.js";
import { float32Slack, LARGEST_SAFE, normOf } from "./score_bounds.js";
import type { RowFile } from "./row_file.js";
import type { RowBlock, VectorRows } from "./vector_rows.js";

/** Queries multiplied with a block of vectors in one native call of a few milliseconds. */
const QUERIES_PER_CALL = 64;

/** With more queries than this at once, the products cost more than reading four times the bytes. */
const MOST_INT8_QUERIES = 8;

/** Where at most one passage in this many is allowed, only the allowed ones are scored. */
const SPARSE = 16;

/** Rows scored one by one between two looks at the messages, less than a millisecond. */
const ROWS_PER_TURN = 512;

/** One query of a search. */
export interface SearchRequest {
  query: Float32Array;
  k: number;
  allowed: Uint8Array | undefined;
}

/** A request that looks at every row. */
interface Scan extends SearchRequest {
  readonly norm: number;
  readonly candidates: Candidates;
}

export class ExactSearch {
  readonly #rows: VectorRows;
  readonly #copies: Int8Copies | undefined;
  readonly #oneQuery: RuntimeSession;
  readonly #manyQueries: RuntimeSession;
  #file: RowFile | undefined;
  /** Scratch memory that the engine writes scores and products into. */
  #scores = new Float32Array(0);
  #products = new Int32Array(0);

  private constructor(
    rows: VectorRows,
    copies: Int8Copies | undefined,
    oneQuery: RuntimeSession,
    manyQueries: RuntimeSession,
  ) {
    this.#rows = rows;
    this.#copies = copies;
    this.#oneQuery = oneQuery;
    this.#manyQueries = manyQueries;
  }

  static async over(
    rows: VectorRows,
    copies: Int8Copies | undefined,
    host: ProgramHost,
  ): Promise<ExactSearch> {
    const oneQuery = await host.openSession({ bytes: oneQueryGraph(rows.dimension) });
    const manyQueries = await host.openSession({ bytes: manyQueriesGraph(rows.dimension) });
    return new ExactSearch(rows, copies, oneQuery, manyQueries);
  }

  /** From now on the first blocks of the rows are looked through in the file that they lie in. */
  lookThrough(file: RowFile): void {
    this.#file = file;
  }

  /** One ranking per request. What a cancelled call gives is without meaning. */
  async search(requests: readonly SearchRequest[], call: ProgramCall): Promise<DenseRanking[]> {
    const rankings: DenseRanking[] = [];
    for (let from = 0; from < requests.length && !call.cancelled; from += QUERIES_PER_CALL) {
      rankings.push(...(await this.#batch(requests.slice(from, from + QUERIES_PER_CALL), call)));
    }
    return rankings;
  }

  async dispose(): Promise<void> {
    await this.#oneQuery.release();
    await this.#manyQueries.release();
  }

  async #batch(requests: readonly SearchRequest[], call: ProgramCall): Promise<DenseRanking[]> {
    const few = requests.map(
      ({ allowed }) => allowed && sequencesOf(allowed, Math.floor(this.#rows.size / SPARSE)),
    );
    const scans = requests.map((request, i) =>
      few[i] === undefined
        ? {
            ...request,
            norm: normOf(request.query),
            candidates: new Candidates(request.k, request.allowed),
          }
        : undefined,
    );
    await this.#scan(
      scans.filter((scan) => scan !== undefined),
      call,
    );
    const rankings: DenseRanking[] = [];
    for (const [i, request] of requests.entries()) {
      const { sequences, uppers } = scans[i]?.candidates.ranked() ?? {
        sequences: few[i] ?? [],
        uppers: undefined,
      };
      rankings.push(await this.#rank(request, sequences, uppers, call));
    }
    return rankings;
  }

  /** Bounds the scores of all rows. */
  async #scan(scans: readonly Scan[], call: ProgramCall): Promise<void> {
    if (scans.length === 0) return;
    const { blocks, blockRows } = this.#rows;
    let first = 0;
    if (scans.length <= MOST_INT8_QUERIES && (this.#copies?.segments.length ?? 0) > 0) {
      const { segments, mostRows } = this.#copies!;
      const queries = splitQueries(scans);
      const candidates = scans.map((scan) => scan.candidates);
      this.#products = withRoom(this.#products, 2 * scans.length * mostRows);
      for (const segment of segments) {
        if (call.cancelled) return;
        const end = first + segment.blockCount;
        await segment.scan(queries, blocks.slice(first, end), this.#products, candidates);
        first = end;
        await call.turn();
      }
    }
    const queries = stacked(scans.map(({ query }) => query));
    for (const part of this.#file?.parts ?? []) {
      if (call.cancelled) return;
      if (part.first + part.rows <= first * blockRows) continue;
      await this.#scanPart(part, first, scans, queries);
      first = (part.first + part.rows) / blockRows;
      await call.turn();
    }
    for (const block of blocks.slice(first)) {
      if (call.cancelled) return;
      await this.#scanBlock(block, scans, queries);
      await call.turn();
    }
  }

  /**
   * Whole blocks of the file.
   *
   * @param firstBlock those before it are done
   */
  async #scanPart(
    part: RowFile["parts"][number],
    firstBlock: number,
    scans: readonly Scan[],
    queries: Float32Array,
  ): Promise<void> {
    const { dimension, blockRows, blocks } = this.#rows;
    const q = scans.length;
    this.#scores = withRoom(this.#scores, q * part.rows);
    const scores = this.#scores.subarray(0, q * part.rows);
    await part.session.run(
      { queries: { type: "float32", dims: [dimension, q], data: turned(queries, dimension) } },
      { scores: { type: "float32", dims: [part.rows, q], data: scores } },
    );
    for (let row = 0; row < part.rows; row += blockRows) {
      const block = (part.first + row) / blockRows;
      if (block < firstBlock) continue;
      this.#bound(blocks[block]!, scores.subarray(row * q, (row + blockRows) * q), scans);
    }
  }

  /** @param queries row-major [q, d], those of the scans */
  async #scanBlock(block: RowBlock, scans: readonly Scan[], queries: Float32Array): Promise<void> {
    const { dimension, blockRows } = this.#rows;
    const { length: n } = block;
    const q = scans.length;
    this.#scores = withRoom(this.#scores, q * blockRows);
    const scores = this.#scores.subarray(0, q * n);
    const session = q === 1 ? this.#oneQuery : this.#manyQueries;
    await session.run(
      {
        vectors: {
          type: "float32",
          dims: [n, dimension],
          data: block.values.subarray(0, n * dimension),
        },
        queries: {
          type: "float32",
          dims: q === 1 ? [dimension, 1] : [q, dimension],
          data: queries,
        },
      },
      { scores: { type: "float32", dims: [n, q], data: scores } },
    );
    this.#bound(block, scores, scans);
  }

  /** @param scores of the rows of the block, [n, q] */
  #bound(
    { length: n, largestNorm, sequences: all }: RowBlock,
    scores: Float32Array,
    scans: readonly Scan[],
  ): void {
    const sequences = all.subarray(0, n);
    for (const [i, { norm, candidates }] of scans.entries()) {
      if (norm * largestNorm < LARGEST_SAFE) {
        const slack = float32Slack(norm, largestNorm, this.#rows.dimension);
        candidates.pushScores(scores, i, scans.length, sequences, slack);
      } else {
        candidates.pushUnknown(sequences);
      }
    }
  }

  /**
   * The best k of some passages.
   *
   * @param uppers descending: no score of the passage at the same place is higher, and so is none of
   *   those after it
   */
  async #rank(
    { query, k }: SearchRequest,
    sequences: ArrayLike<number>,
    uppers: Float64Array | undefined,
    call: ProgramCall,
  ): Promise<DenseRanking> {
    const top = new TopK(k);
    /** Best window of each passage whose best is not its first. */
    const bestWindows = new Map<number, number>();
    let scored = 0;
    for (let i = 0; i < sequences.length && !call.cancelled; i += 1) {
      if (uppers !== undefined && uppers[i]! < top.worst) break;
      const sequence = sequences[i]!;
      const place = this.#rows.placeOf(sequence);
      if (place === undefined) continue;
      let best = -Infinity;
      for (let window = 0; window < place.count; window += 1) {
        const score = this.#rows.score(place.first + window, query);
        if (window > 0 && score <= best) continue;
        best = score;
        if (window > 0) bestWindows.set(sequence, window);
      }
      top.push(best, sequence);
      scored += place.count;
      if (scored < ROWS_PER_TURN) continue;
      scored = 0;
      await call.turn();
    }
    const ranked = top.drain();
    return {
      sequences: ranked.sequences,
      scores: Float32Array.from(ranked.scores),
      windows: Uint32Array.from(ranked.sequences, (sequence) => bestWindows.get(sequence) ?? 0),
    };
  }
}

/** scores [n, 1] = vectors [n, d] · queries [d, 1] */
function oneQueryGraph(dimension: number): Uint8Array {
  const graph = new GraphBuilder();
  const vectors = graph.input("vectors", "float32", ["rows", dimension]);
  const query = graph.input("queries", "float32", [dimension, 1]);
  graph.node("MatMul", [vectors, query], { output: "scores" });
  graph.output("scores", "float32", ["rows", 1]);
  return writeModel(graph.build());
}

/** scores [n, q] = vectors [n, d] · queries [q, d] transposed */
function manyQueriesGraph(dimension: number): Uint8Array {
  const graph = new GraphBuilder();
  const vectors = graph.input("vectors", "float32", ["rows", dimension]);
  const queries = graph.input("queries", "float32", ["queries", dimension]);
  graph.node("Gemm", [vectors, queries], { output: "scores", attributes: { transB: { int: 1 } } });
  graph.output("scores", "float32", ["rows", "queries"]);
  return writeModel(graph.build());
}

function withRoom<T extends Float32Array | Int32Array>(scratch: T, length: number): T {
  if (scratch.length >= length) return scratch;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the constructor of the same class
  return new (scratch.constructor as new (length: number) => T)(length);
}

function stacked(queries: readonly Float32Array[]): Float32Array {
  const d = queries[0]!.length;
  const rows = new Float32Array(queries.length * d);
  queries.forEach((query, i) => rows.set(query, i * d));
  return rows;
}

/** [q, d] made [d, q]. */
function turned(rows: Float32Array, d: number): Float32Array {
  const q = rows.length / d;
  if (q === 1) return rows;
  const columns = new Float32Array(rows.length);
  for (let row = 0; row < q; row += 1) {
    for (let i = 0; i < d; i += 1) columns[i * q + row] = rows[row * d + i]!;
  }
  return columns;
}

/** The sequences of a bitmap, ascending, unless there are more than `most`. */
function sequencesOf(bitmap: Uint8Array, most: number): number[] | undefined {
  const sequences: number[] = [];
  for (const [byte, bits] of bitmap.entries()) {
    if (bits === 0) continue;
    for (let bit = 0; bit < 8; bit += 1) {
      if ((bits & (1 << bit)) === 0) continue;
      if (sequences.length === most) return undefined;
      sequences.push(byte * 8 + bit);
    }
  }
  return sequences;
}
