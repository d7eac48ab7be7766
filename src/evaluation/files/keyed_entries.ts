/** query id → passage id → number, filled line by line. */

import { FileFormatError } from "../../errors.js";
import type { Place } from "./fields.js";

/** Collects the entries of a run or qrels file; refuses a pair that comes twice. */
export class KeyedEntries {
  readonly byQuery = new Map<string, Map<string, number>>();
  readonly #maxEntries: number;
  readonly #queries: ReadonlySet<string> | undefined;
  #count = 0;

  /** @param queries ids of the queries to keep; all by default */
  constructor(maxEntries: number, queries?: ReadonlySet<string>) {
    this.#maxEntries = maxEntries;
    this.#queries = queries;
  }

  add(queryId: string, passageId: string, value: number, place: Place): void {
    if (this.#queries !== undefined && !this.#queries.has(queryId)) return;
    let entries = this.byQuery.get(queryId);
    if (entries === undefined) this.byQuery.set(queryId, (entries = new Map()));
    if (entries.has(passageId)) {
      throw new FileFormatError(
        `Passage \`${passageId}\` comes twice for query \`${queryId}\`.`,
        place,
      );
    }
    if (++this.#count > this.#maxEntries) {
      throw new FileFormatError(`The file has more than ${this.#maxEntries} entries.`, place);
    }
    entries.set(passageId, value);
  }
}
