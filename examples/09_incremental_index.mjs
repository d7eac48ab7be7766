// Keeping a store up to date with LangChain's `index()`: what is unchanged is passed over, what has
// changed is replaced, what is gone is deleted. (`tasb index` does the same for folders.)
//
//   node examples/09_incremental_index.mjs
import { index, RecordManager } from "@langchain/core/indexing";
import { PassageSplitter, TasbEmbeddings, TasbVectorStore } from "langchain-tasb";
import { handbook } from "./lib/documents.mjs";

/** Remembers what was indexed. In earnest, a record manager that keeps it in a database. */
class MemoryRecordManager extends RecordManager {
  lc_namespace = ["examples"];
  #records = new Map();
  #clock = 0;

  async createSchema() {}

  /** Strictly growing, as `index()` needs to tell one run from the next. */
  async getTime() {
    this.#clock = Math.max(Date.now() / 1000, this.#clock + 1e-3);
    return this.#clock;
  }

  async update(keys, { groupIds = [], timeAtLeast = 0 } = {}) {
    const time = await this.getTime();
    if (time < timeAtLeast) throw new Error("The clock went backwards.");
    for (const [i, key] of keys.entries()) {
      this.#records.set(key, { time, group: groupIds[i] ?? null });
    }
  }

  async exists(keys) {
    return keys.map((key) => this.#records.has(key));
  }

  async listKeys({ before, after, groupIds, limit } = {}) {
    return [...this.#records]
      .filter(([, { time, group }]) => {
        return (
          (before === undefined || time < before) &&
          (after === undefined || time > after) &&
          (groupIds === undefined || groupIds.includes(group))
        );
      })
      .map(([key]) => key)
      .slice(0, limit);
  }

  async deleteKeys(keys) {
    for (const key of keys) this.#records.delete(key);
  }
}

const embeddings = new TasbEmbeddings({ model: "tasb-mini" });
const splitter = new PassageSplitter({ embeddings });
const vectorStore = new TasbVectorStore(embeddings);
const recordManager = new MemoryRecordManager();

async function update(title, documents) {
  const result = await index({
    docsSource: await splitter.splitDocuments(documents),
    recordManager,
    vectorStore,
    options: { cleanup: "full", sourceIdKey: "source" },
  });
  const { numAdded, numSkipped, numDeleted } = result;
  const count = await (await vectorStore.collection()).count();
  console.log(
    `${title}: ${numAdded} added, ${numSkipped} unchanged, ${numDeleted} deleted; ${count} stored`,
  );
}

const documents = handbook();
await update("First run", documents);
await update("Again", documents);
documents[0].pageContent = documents[0].pageContent.replace("Tuesdays", "Mondays");
await update("One file changed", documents);
await update("One file gone", documents.slice(1));

await vectorStore.close();
await embeddings.dispose();
