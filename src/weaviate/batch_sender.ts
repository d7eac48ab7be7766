/** Objects to the servers in batches, a few at a time, with a report of every refused one. */

import type { DataObject } from "weaviate-client";

import { throwIfAborted, type RejectedPassage } from "../errors.js";
import { Pause } from "../pause.js";
import type { Table, WeaviateTables } from "./weaviate_tables.js";

export interface SenderSettings {
  /** Objects in a call. */
  readonly batchSize: number;
  /** Calls on the way at once. */
  readonly parallelBatches: number;
  /** How often refused objects are sent again. */
  readonly retries: number;
}

export interface WriteOptions {
  signal?: AbortSignal | undefined;
  /** Called with the number of objects of a batch that are stored. */
  onStored?: ((table: Table, objects: number) => void) | undefined;
}

/** An object on its way to the servers. */
export interface Outgoing {
  /** Of its passage. */
  id: string;
  /** Of its texts and vector, about. */
  bytes: number;
  object: DataObject<undefined>;
}

/** Bytes that one call may carry, about; servers take 100 MB. */
const BYTES_PER_CALL = 16 << 20;

export class BatchSender {
  readonly #tables: WeaviateTables;
  readonly #settings: SenderSettings;

  constructor(tables: WeaviateTables, settings: SenderSettings) {
    this.#tables = tables;
    this.#settings = settings;
  }

  /**
   * Takes objects only as fast as the servers take batches.
   *
   * @returns what was refused to the last
   * @throws CollectionUnavailableError where no server takes a batch; AbortedError
   */
  async send(
    table: Table,
    objects: Iterable<Outgoing>,
    { signal, onStored }: WriteOptions,
  ): Promise<RejectedPassage[]> {
    const rejected: RejectedPassage[] = [];
    const failed = new AbortController();
    const stop = signal === undefined ? failed.signal : AbortSignal.any([failed.signal, signal]);
    const batches = batched(objects, this.#settings.batchSize);
    const worker = async (): Promise<void> => {
      const pause = new Pause(signal);
      for (let next = batches.next(); next.done !== true; next = batches.next()) {
        const refused = await this.#sendBatch(table, next.value, stop);
        rejected.push(...refused);
        onStored?.(table, next.value.length - refused.length);
        if (pause.due()) await pause.take();
      }
    };
    const workers = Array.from({ length: this.#settings.parallelBatches }, () =>
      worker().catch((error: unknown) => {
        // The others need not go on.
        failed.abort();
        throw error;
      }),
    );
    const outcomes = await Promise.allSettled(workers);
    throwIfAborted(signal);
    const failures = outcomes.filter((outcome) => outcome.status === "rejected");
    const [failure] = failures.filter(({ reason }) => !isAborted(reason));
    if (failure !== undefined) throw failure.reason;
    return rejected;
  }

  /** Refused objects are sent again: most refusals pass, and an object is known by its UUID. */
  async #sendBatch(
    table: Table,
    batch: readonly Outgoing[],
    signal: AbortSignal,
  ): Promise<RejectedPassage[]> {
    let rest = batch;
    for (let attempt = 0; ; attempt += 1) {
      const sent = rest;
      const objects = sent.map(({ object }) => object);
      const errors = await this.#tables.insert(table, objects, signal);
      const reasons = sent.map((_, i) => errors[i]?.message);
      rest = sent.filter((_, i) => reasons[i] !== undefined);
      if (rest.length > 0 && attempt < this.#settings.retries) continue;
      return sent.flatMap(({ id }, i) => {
        const reason = reasons[i];
        return reason === undefined ? [] : [{ id, reason }];
      });
    }
  }
}

function isAborted(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ABORTED";
}

function* batched(objects: Iterable<Outgoing>, size: number): Generator<Outgoing[]> {
  let batch: Outgoing[] = [];
  let bytes = 0;
  for (const outgoing of objects) {
    batch.push(outgoing);
    bytes += outgoing.bytes;
    if (batch.length < size && bytes < BYTES_PER_CALL) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}
