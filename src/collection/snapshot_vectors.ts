/** The vectors of a snapshot, read, or left in their file. */

import { stat } from "node:fs/promises";
import { endianness } from "node:os";
import { join, resolve } from "node:path";

import type { ExactIndex } from "../dense/exact_index.js";
import { InferenceError, SnapshotError } from "../errors.js";
import { requireFinite } from "../linalg/matrix.js";
import { Pause } from "../pause.js";
import { nodeFileSystem, readFully } from "../storage/file_system.js";
import { readLines } from "../storage/line_reader.js";
import { fromLittleEndian } from "../storage/little_endian.js";
import { verifyFile } from "../storage/read_snapshot.js";
import type { SnapshotManifest } from "../storage/snapshot_manifest.js";
import { VectorNorms } from "../storage/vector_norms.js";
import { parsePassageLine, type StoredPassage } from "./passage_line.js";

/** Passages read at a time. */
const BATCH = 512;

/** Whether the numbers of a file are those of this machine's memory. */
export const canMap = endianness() === "LE";

/**
 * Checks the file of vectors, some of it at a time: no memory is taken for it.
 *
 * @returns the largest norm of a vector
 * @throws SnapshotError `SNAPSHOT_CORRUPT` where the bytes are not those that were written, or hold
 *   numbers that are not finite; AbortedError
 */
export async function verifyVectors(
  directory: string,
  { dimension, vectorFile, largestNorm }: SnapshotManifest,
  options: { verifyVectors?: boolean; signal?: AbortSignal | undefined },
): Promise<number> {
  const path = join(directory, vectorFile.name);
  if (options.verifyVectors === false && largestNorm !== undefined) {
    // What cannot be looked at is told by the check below.
    const size = await stat(path).then(
      (status) => status.size,
      () => undefined,
    );
    // Memory mapped beyond the end of a file would end the process when it is read.
    if (size === vectorFile.bytes) return largestNorm;
  }
  const norms = new VectorNorms(dimension);
  await verifyFile(directory, vectorFile, options.signal, (bytes) => {
    const numbers = new Float32Array(fromLittleEndian(bytes.slice(), 4).buffer);
    norms.add(numbers);
  });
  if (norms.largest !== undefined) return norms.largest;
  throw new SnapshotError("SNAPSHOT_CORRUPT", `${path}: a vector is not finite.`);
}

/** Vectors that stay in the file of a snapshot. */
export class MappedVectors {
  readonly #manifest: SnapshotManifest;
  /** The passage of each row so far. */
  readonly #sequences: Uint32Array;
  #rows = 0;

  constructor(manifest: SnapshotManifest) {
    this.#manifest = manifest;
    this.#sequences = new Uint32Array(manifest.windows);
  }

  /** @param sequences of the next rows, no more than are left */
  add(sequences: Uint32Array): void {
    this.#sequences.set(sequences, this.#rows);
    this.#rows += sequences.length;
  }

  /**
   * Hands the file to the index, once the passages of all rows are known.
   *
   * @throws SnapshotError `SNAPSHOT_CORRUPT` where it cannot be opened
   */
  async attachTo(index: ExactIndex, directory: string, largestNorm: number): Promise<void> {
    if (this.#sequences.length === 0) return;
    const { name } = this.#manifest.vectorFile;
    try {
      await index.attachFile({ folder: resolve(directory), name, largestNorm }, this.#sequences);
    } catch (cause) {
      if (!(cause instanceof InferenceError) || cause.code !== "INFERENCE_FAILED") throw cause;
      throw new SnapshotError(
        "SNAPSHOT_CORRUPT",
        `${join(directory, name)} cannot be opened: ${cause.message}`,
        { cause },
      );
    }
  }
}

/**
 * The passages of a snapshot in insertion order, some at a time, read in slices that leave the event
 * loop free.
 *
 * @param withVectors whether their vectors are read too
 * @throws SnapshotError `SNAPSHOT_CORRUPT`
 */
export async function* readBatches(
  directory: string,
  { dimension, passages, windows, passageFile, vectorFile }: SnapshotManifest,
  withVectors: boolean,
  signal?: AbortSignal,
): AsyncGenerator<{ passages: StoredPassage[]; vectors: Float32Array | undefined }> {
  const pause = new Pause(signal);
  const passagePath = join(directory, passageFile.name);
  const passageHandle = await nodeFileSystem.open(passagePath, "r");
  const vectorHandle = await nodeFileSystem.open(join(directory, vectorFile.name), "r");
  try {
    let line = 0;
    let row = 0;
    const vectorsOf = async (rows: number): Promise<Float32Array> => {
      const length = rows * dimension * 4;
      const bytes = await readFully(vectorHandle, length, row * dimension * 4);
      if (bytes.length !== length) throw miscounted(directory);
      const vectors = new Float32Array(fromLittleEndian(bytes, 4).buffer);
      requireFiniteVectors(vectors, directory);
      return vectors;
    };
    let batch: StoredPassage[] = [];
    const whole = async (): Promise<{
      passages: StoredPassage[];
      vectors: Float32Array | undefined;
    }> => {
      const rows = batch.reduce((sum, stored) => sum + stored.windows, 0);
      if (row + rows > windows) throw miscounted(directory);
      const read = { passages: batch, vectors: withVectors ? await vectorsOf(rows) : undefined };
      row += rows;
      batch = [];
      return read;
    };
    for await (const text of readLines(passageHandle, passagePath)) {
      line += 1;
      if (pause.due()) await pause.take();
      batch.push(parsePassageLine(text, `${passagePath}:${line}`));
      if (batch.length >= BATCH) yield await whole();
    }
    if (batch.length > 0) yield await whole();
    if (line !== passages || row !== windows) throw miscounted(directory);
  } finally {
    await passageHandle.close();
    await vectorHandle.close();
  }
}

export function requireFiniteVectors(vectors: Float32Array, place: string): void {
  try {
    requireFinite("vectors", vectors);
  } catch (cause) {
    throw new SnapshotError("SNAPSHOT_CORRUPT", `${place}: a vector is not finite.`, { cause });
  }
}

export function miscounted(directory: string): SnapshotError {
  return new SnapshotError(
    "SNAPSHOT_CORRUPT",
    `The files in ${directory} do not hold the passages and vectors that the manifest counts.`,
  );
}
