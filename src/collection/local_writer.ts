/**
 * The writing half of a local collection. Its caller sees to it that one write runs at a time; each
 * takes effect under the state lock, so that no reader sees a part of it.
 */

import { throwIfAborted } from "../errors.js";
import { Pause } from "../pause.js";
import type { LocalParts } from "./local_reader.js";
import type { PassageRecord } from "./passage_records.js";
import type { PreparedAddition } from "./prepare_passages.js";
import type { ReadWriteLock } from "./read_write_lock.js";

export class LocalWriter {
  readonly #parts: LocalParts;
  readonly #state: ReadWriteLock;

  constructor(parts: LocalParts, state: ReadWriteLock) {
    this.#parts = parts;
    this.#state = state;
  }

  /** All or nothing: when a step fails, or the signal fires, what was done is undone. */
  async add(addition: PreparedAddition, signal: AbortSignal | undefined): Promise<void> {
    if (addition.passages.length === 0) return;
    const added = this.#numbered(addition);
    await this.#state.write(() => this.#apply(added, addition.vectors, signal), signal);
  }

  async remove(removed: readonly PassageRecord[]): Promise<void> {
    if (removed.length === 0) return;
    await this.#state.write(async () => {
      const { records, bm25, dense } = this.#parts;
      // The only step that can fail comes first.
      await dense.remove(Uint32Array.from(removed, ({ sequence }) => sequence));
      const pause = new Pause();
      for (const record of removed) {
        bm25.remove(record.sequence);
        records.remove(record);
        if (pause.due()) await pause.take();
      }
    });
  }

  /** The records to be, with the sequence of the one they replace or the next new one. */
  #numbered(addition: PreparedAddition): PassageRecord[] {
    const { records } = this.#parts;
    let next = records.nextSequence;
    const numbered = addition.passages.map((passage) => {
      const replaced = records.get(passage.id);
      if (replaced !== undefined) return { ...passage, sequence: replaced.sequence };
      next += 1;
      return { ...passage, sequence: next - 1 };
    });
    records.requireRoom(next);
    return numbered;
  }

  async #apply(
    added: readonly PassageRecord[],
    vectors: Float32Array,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { records, dense, bm25 } = this.#parts;
    try {
      await bm25.addAll(added, signal === undefined ? {} : { signal });
      throwIfAborted(signal);
      // Last, because it alone cannot be undone; it is all or nothing itself.
      await dense.upsert(sequencesOfRows(added), vectors);
    } catch (error) {
      for (const { id, sequence } of added) {
        const replaced = records.get(id);
        if (replaced === undefined) bm25.remove(sequence);
        else bm25.add(sequence, replaced.text);
      }
      throw error;
    }
    for (const record of added) records.put(record);
  }
}

/** One sequence per row of the vectors: a passage's, repeated for each of its windows. */
function sequencesOfRows(records: readonly PassageRecord[]): Uint32Array {
  let rows = 0;
  for (const { windows } of records) rows += windows;
  const sequences = new Uint32Array(rows);
  let row = 0;
  for (const { sequence, windows } of records) {
    sequences.fill(sequence, row, row + windows);
    row += windows;
  }
  return sequences;
}
