/** The dense index inside the inference worker: it owns the vectors. */

import { InferenceError } from "../errors.js";
import { GraphBuilder } from "../onnx/graph_builder.js";
import { writeModel } from "../onnx/model_writer.js";
import type { RuntimeSession } from "../onnx/runtime.js";
import type {
  ProgramCall,
  ProgramHost,
  ProgramResult,
  WorkerProgram,
} from "../onnx/worker_program.js";
import type { DenseRanking } from "./dense_index.js";
import { RowSelection } from "./select_top_k.js";
import { VectorRows } from "./vector_rows.js";

/** Queries multiplied with a block of vectors in one native call of a few milliseconds. */
const QUERIES_PER_CALL = 64;

/** Where at most one passage in this many is allowed, only the allowed ones are scored. */
const SPARSE = 16;

export interface SearchArgument {
  query: Float32Array;
  k: number;
  allowed: Uint8Array | undefined;
}

export interface SearchManyArgument {
  /** Row-major [q, d]. */
  queries: Float32Array;
  k: number;
}

/** Part of an upsert too large for one message. */
export interface StageArgument {
  ticket: number;
  sequences: Uint32Array;
  vectors: Float32Array;
}

/** scores [n, 1] = vectors [n, d] · query [d, 1] */
function oneQueryGraph(dimension: number): Uint8Array {
  const graph = new GraphBuilder();
  const vectors = graph.input("vectors", "float32", ["rows", dimension]);
  const query = graph.input("query", "float32", [dimension, 1]);
  graph.node("MatMul", [vectors, query], { output: "scores" });
  graph.output("scores", "float32", ["rows", 1]);
  return writeModel(graph.build());
}

/** scores [q, n] = queries [q, d] · vectors [n, d] transposed */
function manyQueriesGraph(dimension: number): Uint8Array {
  const graph = new GraphBuilder();
  const queries = graph.input("queries", "float32", ["queries", dimension]);
  const vectors = graph.input("vectors", "float32", ["rows", dimension]);
  graph.node("Gemm", [queries, vectors], { output: "scores", attributes: { transB: { int: 1 } } });
  graph.output("scores", "float32", ["queries", "rows"]);
  return writeModel(graph.build());
}

class ExactProgram implements WorkerProgram {
  readonly #rows: VectorRows;
  readonly #oneQuery: RuntimeSession;
  readonly #manyQueries: RuntimeSession;
  readonly #staged = new Map<number, StageArgument[]>();
  /** Scratch memory that the engine writes scores into. */
  readonly #scores: Float32Array;

  constructor(dimension: number, oneQuery: RuntimeSession, manyQueries: RuntimeSession) {
    this.#rows = new VectorRows(dimension);
    this.#oneQuery = oneQuery;
    this.#manyQueries = manyQueries;
    this.#scores = new Float32Array(this.#rows.blockRows);
  }

  async handle(method: string, argument: unknown, call: ProgramCall): Promise<ProgramResult> {
    // The calling side is `exact_index.ts`, which checked every argument.
    /* oxlint-disable typescript/no-unsafe-type-assertion */
    switch (method) {
      case "stage": {
        const part = argument as StageArgument;
        const parts = this.#staged.get(part.ticket);
        if (parts === undefined) this.#staged.set(part.ticket, [part]);
        else parts.push(part);
        return { value: undefined };
      }
      case "commit":
        return { value: this.#commit(argument as number) };
      case "discard":
        this.#staged.delete(argument as number);
        return { value: undefined };
      case "remove":
        this.#rows.remove(argument as Uint32Array);
        return { value: this.#rows.size };
      case "search":
        return { value: await this.#search(argument as SearchArgument, call) };
      case "searchMany":
        return { value: await this.#searchMany(argument as SearchManyArgument, call) };
      case "vectorsOf":
        return this.#vectorsOf(argument as Uint32Array);
      default:
        throw new InferenceError("INFERENCE_FAILED", `The dense index has no method ${method}.`);
    }
    /* oxlint-enable typescript/no-unsafe-type-assertion */
  }

  async dispose(): Promise<void> {
    await this.#oneQuery.release();
    await this.#manyQueries.release();
  }

  /** Puts all parts in place in one step: no search sees some of them only. */
  #commit(ticket: number): number {
    const parts = this.#staged.get(ticket) ?? [];
    this.#staged.delete(ticket);
    for (const { sequences, vectors } of parts) this.#rows.upsert(sequences, vectors);
    return this.#rows.size;
  }

  async #search({ query, k, allowed }: SearchArgument, call: ProgramCall): Promise<DenseRanking> {
    const selection = new RowSelection(k, allowed);
    if (allowed !== undefined) {
      const sequences = sequencesOf(allowed, Math.floor(this.#rows.size / SPARSE));
      if (sequences !== undefined) {
        await this.#scoreSome(sequences, query, selection, call);
        return selection.drain();
      }
    }
    for (const { values, sequences, length } of this.#rows.blocks) {
      if (call.cancelled) break;
      selection.push(await this.#score(values, length, query), sequences.subarray(0, length));
      await call.turn();
    }
    return selection.drain();
  }

  /** Scores of the first `rows` rows of `values`; valid until the next call. */
  async #score(values: Float32Array, rows: number, query: Float32Array): Promise<Float32Array> {
    const { dimension } = this.#rows;
    const scores = this.#scores.subarray(0, rows);
    await this.#oneQuery.run(
      {
        vectors: {
          type: "float32",
          dims: [rows, dimension],
          data: values.subarray(0, rows * dimension),
        },
        query: { type: "float32", dims: [dimension, 1], data: query },
      },
      { scores: { type: "float32", dims: [rows, 1], data: scores } },
    );
    return scores;
  }

  /** Gathers the vectors of a few passages and scores only those. */
  async #scoreSome(
    passages: readonly number[],
    query: Float32Array,
    selection: RowSelection,
    call: ProgramCall,
  ): Promise<void> {
    const { dimension, blockRows } = this.#rows;
    const places = passages.flatMap((sequence) => {
      const place = this.#rows.placeOf(sequence);
      return place === undefined ? [] : [{ sequence, ...place }];
    });
    const total = places.reduce((sum, { count }) => sum + count, 0);
    const room = Math.min(total, blockRows);
    const values = new Float32Array(room * dimension);
    const sequences = new Uint32Array(room);
    let filled = 0;
    const flush = async (): Promise<void> => {
      selection.push(await this.#score(values, filled, query), sequences.subarray(0, filled));
      filled = 0;
      await call.turn();
    };
    for (const { sequence, first, count } of places) {
      for (let row = first; row < first + count; row += 1) {
        if (filled === room) await flush();
        values.set(this.#rows.row(row), filled * dimension);
        sequences[filled] = sequence;
        filled += 1;
      }
    }
    if (filled > 0) await flush();
  }

  async #searchMany(
    { queries, k }: SearchManyArgument,
    call: ProgramCall,
  ): Promise<DenseRanking[]> {
    const { dimension } = this.#rows;
    const rankings: DenseRanking[] = [];
    const count = queries.length / dimension;
    for (let from = 0; from < count && !call.cancelled; from += QUERIES_PER_CALL) {
      const to = Math.min(count, from + QUERIES_PER_CALL);
      const part = queries.subarray(from * dimension, to * dimension);
      const selections = Array.from({ length: to - from }, () => new RowSelection(k, undefined));
      for (const { values, sequences, length } of this.#rows.blocks) {
        if (call.cancelled) break;
        const { scores } = await this.#manyQueries.run({
          queries: { type: "float32", dims: [to - from, dimension], data: part },
          vectors: {
            type: "float32",
            dims: [length, dimension],
            data: values.subarray(0, length * dimension),
          },
        });
        if (scores?.type !== "float32") {
          throw new InferenceError("INFERENCE_FAILED", "Expected the search to give scores.");
        }
        for (const [query, selection] of selections.entries()) {
          const own = scores.data.subarray(query * length, (query + 1) * length);
          selection.push(own, sequences.subarray(0, length));
        }
        await call.turn();
      }
      for (const selection of selections) rankings.push(selection.drain());
    }
    return rankings;
  }

  #vectorsOf(sequences: Uint32Array): ProgramResult {
    const { dimension } = this.#rows;
    const places = Array.from(sequences, (sequence) => this.#rows.placeOf(sequence));
    const rows = Uint32Array.from(places, (place) => place?.count ?? 0);
    let total = 0;
    for (const count of rows) total += count;
    const vectors = new Float32Array(total * dimension);
    let at = 0;
    for (const place of places) {
      if (place === undefined) continue;
      for (let row = place.first; row < place.first + place.count; row += 1) {
        vectors.set(this.#rows.row(row), at);
        at += dimension;
      }
    }
    return { value: { vectors, rows }, transfer: [vectors.buffer] };
  }
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

/** @param argument the dimension */
export async function createProgram(host: ProgramHost, argument: unknown): Promise<WorkerProgram> {
  const dimension = Number(argument);
  const oneQuery = await host.openSession({ bytes: oneQueryGraph(dimension) });
  const manyQueries = await host.openSession({ bytes: manyQueriesGraph(dimension) });
  return new ExactProgram(dimension, oneQuery, manyQueries);
}
