/** The passages of a local collection, found by id and by sequence. */

import { InvalidArgumentError } from "../errors.js";
import { MAX_SEQUENCE } from "../ranking/order.js";
import { copyMetadata } from "./metadata.js";
import type { Metadata, Passage } from "./passage_collection.js";

/** One stored passage. Never changed: an upsert puts another record in its place. */
export interface PassageRecord {
  readonly id: string;
  readonly text: string;
  readonly metadata: Metadata;
  readonly sequence: number;
  /** How many vectors it has, at least 1. */
  readonly windows: number;
}

/**
 * Sequences are given out in ascending order and never again, so iteration is in insertion order.
 */
export class PassageRecords {
  readonly #byId = new Map<string, PassageRecord>();
  readonly #bySequence = new Map<number, PassageRecord>();
  #nextSequence = 0;

  get size(): number {
    return this.#byId.size;
  }

  /** One above every sequence ever given out: the length of bitmaps over sequences. */
  get nextSequence(): number {
    return this.#nextSequence;
  }

  /** Throws where `nextSequence` would pass the last number there is. */
  requireRoom(nextSequence: number): void {
    if (nextSequence > MAX_SEQUENCE + 1) {
      throw new InvalidArgumentError(
        "The collection has given out all of its 2^32 sequence numbers; copy it into a new one.",
      );
    }
  }

  /** Raises `nextSequence`, so that numbers of deleted passages are not given out again. */
  reserve(nextSequence: number): void {
    this.requireRoom(nextSequence);
    this.#nextSequence = Math.max(this.#nextSequence, nextSequence);
  }

  get(id: string): PassageRecord | undefined {
    return this.#byId.get(id);
  }

  at(sequence: number): PassageRecord | undefined {
    return this.#bySequence.get(sequence);
  }

  /** In insertion order. */
  values(): IterableIterator<PassageRecord> {
    return this.#byId.values();
  }

  /** Adds a record, or replaces the one of the same id, whose sequence it must carry. */
  put(record: PassageRecord): void {
    this.reserve(record.sequence + 1);
    this.#byId.set(record.id, record);
    this.#bySequence.set(record.sequence, record);
  }

  remove(record: PassageRecord): void {
    this.#byId.delete(record.id);
    this.#bySequence.delete(record.sequence);
  }
}

/** A copy for the outside. */
export function passageOf({ id, text, metadata }: Readonly<Passage>): Passage {
  return { id, text, metadata: copyMetadata(metadata) };
}
