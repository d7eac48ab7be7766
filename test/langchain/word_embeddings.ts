import { Embeddings } from "@langchain/core/embeddings";

/**
 * Deterministic embeddings without a model: a text's vector counts its words by a hash, so that
 * texts that share words have a large dot product.
 */
export class WordEmbeddings extends Embeddings {
  readonly dimension: number;
  calls = 0;

  constructor(dimension = 64) {
    super({ maxRetries: 0 });
    this.dimension = dimension;
  }

  override async embedDocuments(texts: string[]): Promise<number[][]> {
    this.calls += 1;
    return texts.map((text) => this.#vector(text));
  }

  override async embedQuery(text: string): Promise<number[]> {
    return this.#vector(text);
  }

  #vector(text: string): number[] {
    const vector = Array.from<number>({ length: this.dimension }).fill(0);
    // Never all zero: the empty text has a direction of its own.
    vector[0] = 0.1;
    for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? []) {
      let hash = 2166136261;
      for (const unit of word) hash = Math.imul(hash ^ unit.charCodeAt(0), 16777619);
      const place = 1 + ((hash >>> 0) % (this.dimension - 1));
      vector[place] = (vector[place] ?? 0) + 1;
    }
    return vector;
  }
}
