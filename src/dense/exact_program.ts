/** The dense index inside the inference worker: it owns the vectors. */

import { GraphBuilder } from "../onnx/graph_builder.js";
import { writeModel } from "../onnx/model_writer.js";
import type {
  ProgramCall,
  ProgramHost,
  ProgramResult,
  WorkerProgram,
} from "../onnx/worker_program.js";
import type { RuntimeSession } from "../onnx/runtime.js";
import { InferenceError } from "../errors.js";
import { RowSelection } from "./select_top_k.js";
import { VectorRows } from "./vector_rows.js";

/** Numbers of the matrix per native call, 50 MB: about 10 ms, after which others get their turn. */
const NUMBERS_PER_CALL = 12_500_000;

export interface SearchArgument {
  query: Float32Array;
  k: number;
  allowed: Uint8Array | undefined;
}

/** scores [n, 1] = vectors [n, d] · query [d, 1] */
function productGraph(dimension: number): Uint8Array {
  const graph = new GraphBuilder();
  const vectors = graph.input("vectors", "float32", ["rows", dimension]);
  const query = graph.input("query", "float32", [dimension, 1]);
  graph.node("MatMul", [vectors, query], { output: "scores" });
  graph.output("scores", "float32", ["rows", 1]);
  return writeModel(graph.build());
}

class ExactProgram implements WorkerProgram {
  readonly #rows: VectorRows;
  readonly #session: RuntimeSession;

  constructor(dimension: number, session: RuntimeSession) {
    this.#rows = new VectorRows(dimension);
    this.#session = session;
  }

  async handle(method: string, argument: unknown, call: ProgramCall): Promise<ProgramResult> {
    // The calling side is `exact_index.ts`, which checked every argument.
    /* oxlint-disable typescript/no-unsafe-type-assertion */
    switch (method) {
      case "upsert": {
        const { sequences, vectors } = argument as {
          sequences: Uint32Array;
          vectors: Float32Array;
        };
        this.#rows.upsert(sequences, vectors);
        return { value: this.#rows.size };
      }
      case "remove":
        this.#rows.remove(argument as Uint32Array);
        return { value: this.#rows.size };
      case "search":
        return { value: await this.#search(argument as SearchArgument, call) };
      case "vectorsOf":
        return this.#vectorsOf(argument as Uint32Array);
      default:
        throw new InferenceError("INFERENCE_FAILED", `The dense index has no method ${method}.`);
    }
    /* oxlint-enable typescript/no-unsafe-type-assertion */
  }

  async dispose(): Promise<void> {
    await this.#session.release();
  }

  async #search({ query, k, allowed }: SearchArgument, call: ProgramCall): Promise<unknown> {
    const rows = this.#rows;
    const { dimension } = rows;
    const selection = new RowSelection(k, allowed);
    const block = Math.max(1, Math.floor(NUMBERS_PER_CALL / dimension));
    for (let from = 0; from < rows.length && !call.cancelled; from += block) {
      const to = Math.min(rows.length, from + block);
      const { scores } = await this.#session.run({
        vectors: {
          type: "float32",
          dims: [to - from, dimension],
          data: rows.values.subarray(from * dimension, to * dimension),
        },
        query: { type: "float32", dims: [dimension, 1], data: query },
      });
      if (scores?.type !== "float32") {
        throw new InferenceError("INFERENCE_FAILED", "Expected the search to give scores.");
      }
      selection.push(scores.data, rows.sequences.subarray(from, to));
      if (to < rows.length) await call.turn();
    }
    return selection.drain();
  }

  #vectorsOf(sequences: Uint32Array): ProgramResult {
    const { dimension, values } = this.#rows;
    const places = Array.from(sequences, (sequence) => this.#rows.placeOf(sequence));
    const rows = Uint32Array.from(places, (place) => place?.count ?? 0);
    let total = 0;
    for (const count of rows) total += count;
    const vectors = new Float32Array(total * dimension);
    let at = 0;
    for (const place of places) {
      if (place === undefined) continue;
      const from = place.first * dimension;
      vectors.set(values.subarray(from, from + place.count * dimension), at);
      at += place.count * dimension;
    }
    return { value: { vectors, rows }, transfer: [vectors.buffer] };
  }
}

/** @param argument the dimension */
export async function createProgram(host: ProgramHost, argument: unknown): Promise<WorkerProgram> {
  const dimension = Number(argument);
  const session = await host.openSession({ bytes: productGraph(dimension) });
  return new ExactProgram(dimension, session);
}
