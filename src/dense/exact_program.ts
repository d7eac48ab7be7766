/** The dense index inside the inference worker: it owns the vectors. */

import { InferenceError } from "../errors.js";
import type {
  ProgramCall,
  ProgramHost,
  ProgramResult,
  WorkerProgram,
} from "../onnx/worker_program.js";
import type { VectorPrecision } from "./dense_index.js";
import { ExactSearch, type SearchRequest } from "./exact_search.js";
import { Int8Copies } from "./int8_copies.js";
import { RowFile } from "./row_file.js";
import { VectorRows } from "./vector_rows.js";

/** What the program is made with. */
export interface ExactProgramArgument {
  dimension: number;
  vectors: VectorPrecision;
  blockRows: number | undefined;
}

/** Part of an upsert too large for one message. */
export interface StageArgument {
  ticket: number;
  sequences: Uint32Array;
  vectors: Float32Array;
}

/** The rows of a file that stay in it. */
export interface AttachArgument {
  folder: string;
  name: string;
  sequences: Uint32Array;
  largestNorm: number;
}

class ExactProgram implements WorkerProgram {
  readonly #rows: VectorRows;
  readonly #copies: Int8Copies | undefined;
  readonly #search: ExactSearch;
  readonly #host: ProgramHost;
  #file: RowFile | undefined;
  readonly #staged = new Map<number, StageArgument[]>();

  constructor(
    rows: VectorRows,
    copies: Int8Copies | undefined,
    search: ExactSearch,
    host: ProgramHost,
  ) {
    this.#host = host;
    this.#rows = rows;
    this.#copies = copies;
    this.#search = search;
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
        return { value: await this.#commit(argument as number) };
      case "attach":
        return { value: await this.#attach(argument as AttachArgument) };
      case "discard":
        this.#staged.delete(argument as number);
        return { value: undefined };
      case "remove":
        this.#rows.remove(argument as Uint32Array);
        await this.#copies?.follow();
        return { value: this.#rows.size };
      case "search":
        return { value: await this.#search.search(argument as SearchRequest[], call) };
      case "copyNext":
        return {
          value: (await this.#copies?.makeNext(call, () => this.#staged.size > 0)) ?? false,
        };
      case "vectorsOf":
        return this.#vectorsOf(argument as Uint32Array);
      default:
        throw new InferenceError("INFERENCE_FAILED", `The dense index has no method ${method}.`);
    }
    /* oxlint-enable typescript/no-unsafe-type-assertion */
  }

  async dispose(): Promise<void> {
    await this.#file?.close();
    await this.#search.dispose();
    await this.#copies?.release();
  }

  /** Puts all parts in place in one step: no search sees some of them only. */
  async #commit(ticket: number): Promise<number> {
    const parts = this.#staged.get(ticket) ?? [];
    this.#staged.delete(ticket);
    for (const { sequences, vectors } of parts) this.#rows.upsert(sequences, vectors);
    await this.#copies?.follow();
    return this.#rows.size;
  }

  async #attach({ folder, name, sequences, largestNorm }: AttachArgument): Promise<number> {
    const { dimension, blockRows } = this.#rows;
    const shape = { dimension, rows: sequences.length, blockRows };
    const file = await RowFile.open(folder, name, shape, this.#host);
    try {
      this.#rows.attach(file, sequences, largestNorm);
    } catch (error) {
      await file.close();
      throw error;
    }
    this.#file = file;
    this.#search.lookThrough(file);
    return this.#rows.size;
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
        vectors.set(this.#rows.read(row, 1), at);
        at += dimension;
      }
    }
    return { value: { vectors, rows }, transfer: [vectors.buffer] };
  }
}

/** @param argument an `ExactProgramArgument` */
export async function createProgram(host: ProgramHost, argument: unknown): Promise<WorkerProgram> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made by `exact_index.ts`
  const { dimension, vectors, blockRows } = argument as ExactProgramArgument;
  const rows = new VectorRows(dimension, blockRows);
  const copies = vectors === "int8" ? new Int8Copies(rows, host) : undefined;
  return new ExactProgram(rows, copies, await ExactSearch.over(rows, copies, host), host);
}
