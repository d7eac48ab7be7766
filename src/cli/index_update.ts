/** Bringing an index up to date: only what is new or changed is embedded. */

import type { NewPassage, PassageCollection } from "../collection/passage_collection.js";
import { throwIfAborted } from "../errors.js";
import type { TasbEmbeddings } from "../langchain/tasb_embeddings.js";
import { passageRanges } from "../passages/passage_ranges.js";
import { Pause } from "../pause.js";
import { liesUnder, type FoundFile } from "./find_files.js";
import { contentHash, readUnits, type Unit } from "./read_units.js";

/** Raised when the same file would give other passages. */
const SPLITTER_VERSION = 2;
/** New passages that are embedded and added at one time, whole documents at least. */
const BATCH_SIZE = 256;

/** What the index knows of a document. */
interface Known {
  source: string;
  /** The hash that all its passages carry, or `""` where they differ. */
  hash: string;
  ids: Set<string>;
}

interface Pending {
  passage: NewPassage & { id: string };
  /** Its vector is in the index already: only its metadata changed. */
  kept: boolean;
}

/** One run of `tasb index`. */
export class IndexUpdate {
  readonly #collection: PassageCollection;
  readonly #embeddings: TasbEmbeddings;
  readonly #signal: AbortSignal;
  readonly #countTokens: (text: string) => number;
  readonly #maxTokens: number;
  readonly #known: Map<string, Known>;
  readonly #seen = new Set<string>();
  /** Sources that cannot be read now. They are there: what the index has of them is not gone. */
  readonly #unread = new Set<string>();
  #pending: Pending[] = [];
  /** Ids of older versions of the documents that are pending. */
  #stale: string[] = [];
  /** Documents read so far. */
  documents = 0;
  /** Of these, those that were in the index as they are. */
  unchanged = 0;
  /** Documents that were in the index and are gone. */
  removed = 0;
  /** Passages embedded so far. */
  embedded = 0;
  /** Whether the collection is not what it was. */
  changed = false;

  private constructor(
    collection: PassageCollection,
    embeddings: TasbEmbeddings,
    counter: { countTokens: (text: string) => number; maxTokens: number },
    known: Map<string, Known>,
    signal: AbortSignal,
  ) {
    this.#collection = collection;
    this.#embeddings = embeddings;
    this.#countTokens = counter.countTokens;
    this.#maxTokens = counter.maxTokens;
    this.#known = known;
    this.#signal = signal;
  }

  /** Reads what the index holds. */
  static async start(
    collection: PassageCollection,
    embeddings: TasbEmbeddings,
    signal: AbortSignal,
  ): Promise<IndexUpdate> {
    const known = new Map<string, Known>();
    for await (const { passage } of collection.scan()) {
      const { document, hash, source } = passage.metadata;
      if (typeof document !== "string" || typeof hash !== "string") continue;
      const entry = known.get(document);
      if (entry === undefined) {
        known.set(document, { source: String(source), hash, ids: new Set([passage.id]) });
      } else {
        entry.ids.add(passage.id);
        if (entry.hash !== hash) entry.hash = "";
      }
      throwIfAborted(signal);
    }
    return new this(collection, embeddings, await embeddings.tokenCounter(), known, signal);
  }

  /**
   * Takes the documents of one file. Of one that cannot be read the index keeps what it has.
   *
   * @param onRead told how many of its bytes are read
   */
  async addFile(file: FoundFile, onRead: (bytes: number) => void): Promise<void> {
    try {
      await this.#addUnits(file, onRead);
    } catch (error) {
      this.#unread.add(file.source);
      throw error;
    }
  }

  async #addUnits(file: FoundFile, onRead: (bytes: number) => void): Promise<void> {
    const salt = `${SPLITTER_VERSION} ${this.#maxTokens}`;
    for await (const unit of readUnits(file, salt)) {
      throwIfAborted(this.#signal);
      this.#seen.add(unit.key);
      if (this.#known.get(unit.key)?.hash === unit.hash) this.unchanged += 1;
      else await this.#addUnit(unit);
      this.documents += 1;
      if (this.#pending.length >= BATCH_SIZE) await this.flush();
      onRead(unit.bytesRead);
    }
  }

  async #addUnit(unit: Unit): Promise<void> {
    const known = this.#known.get(unit.key)?.ids ?? new Set<string>();
    const fresh = new Set<string>();
    const document = await unit.read();
    const { title = document.title } = unit.metadata;
    const pause = new Pause(this.#signal);
    const options = {
      countTokens: this.#countTokens,
      maxTokens: this.#maxTokens,
      overlapTokens: 0,
    };
    for (const { start, end, headings } of passageRanges(document.text, document.blocks, options)) {
      const text = document.text.slice(start, end);
      // The id tells the text: a passage that only moved keeps its vector.
      let id = `${unit.key}#${contentHash(text)}`;
      for (let copy = 2; fresh.has(id); copy++) id = `${unit.key}#${contentHash(text)}.${copy}`;
      fresh.add(id);
      const metadata = {
        ...unit.metadata,
        ...(title !== undefined && { title }),
        document: unit.key,
        hash: unit.hash,
        start,
        end,
        part: fresh.size - 1,
        ...document.placeOf({ start, end }),
        ...(headings.length > 0 && { headings }),
      };
      this.#pending.push({ passage: { id, text, metadata }, kept: known.has(id) });
      if (pause.due()) await pause.take();
    }
    for (const id of known) if (!fresh.has(id)) this.#stale.push(id);
    this.#known.set(unit.key, { source: unit.metadata.source, hash: unit.hash, ids: fresh });
  }

  /** Embeds and adds what is pending, on the disk when it is done. */
  async flush(): Promise<void> {
    const pending = this.#pending;
    const stale = this.#stale;
    this.#pending = [];
    this.#stale = [];
    this.changed ||= pending.length > 0 || stale.length > 0;
    if (pending.length > 0) {
      const vectors = await this.#vectorsOf(pending);
      // At once: after a crash a document is whole, or still the old one by its hash.
      const passages = pending.map(({ passage }) => passage);
      await this.#collection.add(passages, vectors, { signal: this.#signal });
    }
    if (stale.length > 0) await this.#collection.delete({ ids: stale });
  }

  /** Of each passage in order: the one in the index, or a new one. */
  async #vectorsOf(pending: readonly Pending[]): Promise<Float32Array> {
    const kept = pending.filter((one) => one.kept).map(({ passage }) => passage.id);
    const fresh = pending.filter((one) => !one.kept).map(({ passage }) => passage.text);
    const stored = await this.#collection.getVectors(kept);
    const encoded =
      fresh.length === 0
        ? new Float32Array()
        : await this.#embeddings.encode(fresh, { signal: this.#signal });
    this.embedded += fresh.length;
    const { dimension } = this.#collection;
    const vectors = new Float32Array(pending.length * dimension);
    let nextStored = 0;
    let nextEncoded = 0;
    for (const [row, one] of pending.entries()) {
      const start = (one.kept ? nextStored : nextEncoded) * dimension;
      const from = one.kept ? stored : encoded;
      vectors.set(from.subarray(start, start + dimension), row * dimension);
      if (one.kept) nextStored += 1;
      else nextEncoded += 1;
    }
    return vectors;
  }

  /** Adds the rest, and removes what was in the index but is no longer under the paths. */
  async finish(paths: readonly string[]): Promise<void> {
    await this.flush();
    const gone: string[] = [];
    for (const [key, { source, ids }] of this.#known) {
      if (this.#seen.has(key) || this.#unread.has(source) || !liesUnder(source, paths)) continue;
      gone.push(...ids);
      this.removed += 1;
    }
    if (gone.length === 0) return;
    this.changed = true;
    await this.#collection.delete({ ids: gone });
  }
}
