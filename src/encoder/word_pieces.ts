/**
 * WordPiece: a word becomes the longest piece of the vocabulary that starts it, then the longest
 * that goes on, and so forth; a word that cannot be covered whole becomes the unknown token.
 * (Wu et al. 2016, https://arxiv.org/abs/1609.08144; as in `tokenizers`, models/wordpiece.)
 */

export interface WordPieceOptions {
  /** Piece → id. Pieces inside a word carry `continuingPrefix`. */
  vocabulary: ReadonlyMap<string, number>;
  unknownId: number;
  continuingPrefix: string;
  /** Longer words, in code points, become the unknown token. */
  longestWord: number;
}

/** Words whose pieces are remembered; natural text repeats its words. */
const CACHE_SIZE = 50_000;
const LONGEST_CACHED = 40;

export class WordPieces {
  readonly #starts = new Map<string, number>();
  readonly #continuations = new Map<string, number>();
  readonly #longestStart: number;
  readonly #longestContinuation: number;
  readonly #longestWord: number;
  readonly #unknown: Int32Array;
  readonly #cache = new Map<string, Int32Array>();

  constructor(options: WordPieceOptions) {
    const { vocabulary, unknownId, continuingPrefix, longestWord } = options;
    let longestStart = 0;
    let longestContinuation = 0;
    for (const [piece, id] of vocabulary) {
      this.#starts.set(piece, id);
      longestStart = Math.max(longestStart, piece.length);
      if (!piece.startsWith(continuingPrefix)) continue;
      const rest = piece.slice(continuingPrefix.length);
      this.#continuations.set(rest, id);
      longestContinuation = Math.max(longestContinuation, rest.length);
    }
    this.#longestStart = longestStart;
    this.#longestContinuation = longestContinuation;
    this.#longestWord = longestWord;
    this.#unknown = Int32Array.of(unknownId);
  }

  /** Longest word, in code points, that is not unknown for its length alone. */
  get longestWord(): number {
    return this.#longestWord;
  }

  /** The unknown token. */
  get unknown(): Int32Array {
    return this.#unknown;
  }

  /** Token ids of one word, shared between calls: not to be changed. */
  idsOf(word: string): Int32Array {
    const known = this.#cache.get(word);
    if (known !== undefined) return known;
    const ids = this.#split(word);
    if (word.length <= LONGEST_CACHED) {
      if (this.#cache.size >= CACHE_SIZE) this.#cache.clear();
      // Not the slice of a document, which would keep the whole document in memory.
      this.#cache.set(detached(word), ids);
    }
    return ids;
  }

  #split(word: string): Int32Array {
    const { length } = word;
    if (length > this.#longestWord) {
      // Between one and two code units to a code point.
      if (length > 2 * this.#longestWord || Array.from(word).length > this.#longestWord) {
        return this.#unknown;
      }
    }
    const ids: number[] = [];
    let at = 0;
    while (at < length) {
      const pieces = at === 0 ? this.#starts : this.#continuations;
      const longest = at === 0 ? this.#longestStart : this.#longestContinuation;
      let end = Math.min(length, at + longest);
      let id: number | undefined;
      for (; end > at; end -= 1) {
        id = pieces.get(word.slice(at, end));
        if (id !== undefined) break;
      }
      if (id === undefined) return this.#unknown;
      ids.push(id);
      at = end;
    }
    return Int32Array.from(ids);
  }
}

/** A copy with its own memory: engines implement `slice` as a view into the longer string. */
function detached(text: string): string {
  return Buffer.from(text, "utf16le").toString("utf16le");
}
