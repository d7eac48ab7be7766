/**
 * The writing half of a local collection. Its caller sees to it that one write runs at a time; each
 * takes effect under the state lock, so that no reader sees a part of it.
 */

import { SnapshotError, throwIfAborted } from "../errors.js";
import { Pause } from "../pause.js";
import { runWithPauses } from "../steps.js";
import type { Change } from "./change_record.js";
import type { Journal } from "./journal.js";
import { sequencesOfRows, type LocalParts } from "./local_parts.js";
import { putNew } from "./local_snapshot.js";
import type { PassageRecord } from "./passage_records.js";
import { COMPONENTS_PER_STEP, type PreparedAddition } from "./prepare_passages.js";
import type { ReadWriteLock } from "./read_write_lock.js";
import { requireFiniteVectors } from "./snapshot_vectors.js";

export class LocalWriter {
  readonly #parts: LocalParts;
  readonly #state: ReadWriteLock;
  readonly #journal: Journal | undefined;

  /** @param journal where changes are put on the disk before they take effect */
  constructor(parts: LocalParts, state: ReadWriteLock, journal: Journal | undefined) {
    this.#parts = parts;
    this.#state = state;
    this.#journal = journal;
  }

  /** All or nothing: when a step fails, or the signal fires, what was done is undone. */
  async add(
    { passages, vectors }: PreparedAddition,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    if (passages.length === 0) return;
    const added = await this.#numbered(passages, signal);
    await this.#durably({ kind: "add", passages: added, vectors }, () =>
      this.#state.write(() => this.#applyAddition(added, vectors, signal), signal),
    );
  }

  async remove(removed: readonly PassageRecord[]): Promise<void> {
    if (removed.length === 0) return;
    const sequences = Uint32Array.from(removed, ({ sequence }) => sequence);
    await this.#durably({ kind: "delete", sequences }, () =>
      this.#state.write(() => this.#applyRemoval(removed, sequences)),
    );
  }

  /**
   * Applies a change read from the log, before anyone else has the collection.
   *
   * @throws SnapshotError `SNAPSHOT_CORRUPT` where it does not fit the state before it
   */
  async replay(change: Change, place: string): Promise<void> {
    const { records } = this.#parts;
    const pause = new Pause();
    if (change.kind === "delete") {
      const removed = new Set<PassageRecord>();
      for (const sequence of change.sequences) {
        if (pause.due()) await pause.take();
        const record = records.at(sequence);
        if (record !== undefined) removed.add(record);
      }
      if (removed.size !== change.sequences.length) {
        throw new SnapshotError("SNAPSHOT_CORRUPT", `${place}: a passage to delete is not there.`);
      }
      return this.#applyRemoval([...removed], change.sequences);
    }
    for (let at = 0; at < change.vectors.length; at += COMPONENTS_PER_STEP) {
      if (pause.due()) await pause.take();
      requireFiniteVectors(change.vectors.subarray(at, at + COMPONENTS_PER_STEP), place);
    }
    for (const passage of change.passages) {
      if (pause.due()) await pause.take();
      // Replaced ones keep their number; the others are put with theirs, which must be new.
      if (records.get(passage.id)?.sequence === passage.sequence) records.put(passage);
      else putNew(records, passage, place);
    }
    return this.#index(change.passages, change.vectors, undefined);
  }

  async #durably(change: Change, apply: () => Promise<void>): Promise<void> {
    await this.#journal?.append(change);
    try {
      await apply();
    } catch (error) {
      await this.#journal?.undo();
      throw error;
    }
  }

  /** The records to be, with the sequence of the one they replace or the next new one. */
  async #numbered(
    passages: PreparedAddition["passages"],
    signal: AbortSignal | undefined,
  ): Promise<PassageRecord[]> {
    const { records } = this.#parts;
    const pause = new Pause(signal);
    let next = records.nextSequence;
    const numbered: PassageRecord[] = [];
    for (const passage of passages) {
      const replaced = records.get(passage.id);
      numbered.push({ ...passage, sequence: replaced?.sequence ?? next });
      if (replaced === undefined) next += 1;
      if (pause.due()) await pause.take();
    }
    records.requireRoom(next);
    return numbered;
  }

  async #applyAddition(
    added: readonly PassageRecord[],
    vectors: Float32Array,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { records, bm25 } = this.#parts;
    try {
      await this.#index(added, vectors, signal);
    } catch (error) {
      const pause = new Pause();
      for (const { id, sequence } of added) {
        const replaced = records.get(id);
        if (replaced === undefined) bm25.remove(sequence);
        else bm25.add(sequence, replaced.text);
        if (pause.due()) await pause.take();
      }
      throw error;
    }
    // Nobody reads meanwhile; and the signal comes too late to undo anything.
    const pause = new Pause();
    for (const record of added) {
      records.put(record);
      if (pause.due()) await pause.take();
    }
  }

  async #index(
    added: readonly PassageRecord[],
    vectors: Float32Array,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { dense, bm25 } = this.#parts;
    await bm25.addAll(added, { signal });
    throwIfAborted(signal);
    // Last, because it alone cannot be undone; it is all or nothing itself.
    await dense.upsert(await runWithPauses(sequencesOfRows(added), new Pause(signal)), vectors);
  }

  async #applyRemoval(removed: readonly PassageRecord[], sequences: Uint32Array): Promise<void> {
    const { records, bm25, dense } = this.#parts;
    // The only step that can fail comes first.
    await dense.remove(sequences);
    const pause = new Pause();
    for (const record of removed) {
      bm25.remove(record.sequence);
      records.remove(record);
      if (pause.due()) await pause.take();
    }
  }
}
