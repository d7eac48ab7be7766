/** Types of the names that several blocks of a page share: the first makes them, the later use them. */

declare const embeddings: import("langchain-tasb").TasbEmbeddings;
declare const splitter: import("langchain-tasb").PassageSplitter;
declare const passages: import("@langchain/core/documents").Document[];
declare const store: import("langchain-tasb").TasbVectorStore;
declare const retriever: import("langchain-tasb").TasbRetriever;
declare const bm25: import("langchain-tasb/bm25").Bm25Retriever;
declare const llm: import("@langchain/core/language_models/chat_models").BaseChatModel;
declare const queries: ReadonlyMap<string, string>;
declare const qrels: import("langchain-tasb/evaluation").Qrels;
