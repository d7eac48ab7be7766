// A retriever over the handbook, as most examples begin: read, split, embed.
import { PassageSplitter, TasbEmbeddings, TasbRetriever } from "langchain-tasb";
import { handbook } from "./documents.mjs";

/** @param fields settings of the retriever, such as `{ k: 3, mode: "bm25" }` */
export async function handbookRetriever(fields = {}) {
  // "tasb-mini" is built in. For the real model, fetched once and verified: "tas-b".
  const embeddings = new TasbEmbeddings({ model: "tasb-mini" });
  const passages = await new PassageSplitter({ embeddings }).splitDocuments(handbook());
  const retriever = await TasbRetriever.fromDocuments(passages, embeddings, fields);
  return {
    embeddings,
    retriever,
    close: async () => {
      await retriever.store.close();
      await embeddings.dispose();
    },
  };
}
