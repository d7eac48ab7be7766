// Conditions on metadata. They apply before the top k: k passages come back where there are k.
//
//   node examples/05_filters.mjs "What does it cost?"
import { citationOf } from "langchain-tasb";
import { handbookRetriever } from "./lib/retriever.mjs";

const question = process.argv[2] ?? "What does it cost?";
const { retriever, close } = await handbookRetriever({ k: 2 });

const filters = {
  "for researchers": { audience: "researchers" },
  "for everyone, below line 10": { $and: [{ audience: "everyone" }, { line: { $lt: 10 } }] },
  "not about lending": { $not: { source: "documents/lending.md" } },
  "any function": ({ pageContent }) => pageContent.includes("euros"),
};

for (const [name, filter] of Object.entries(filters)) {
  console.log(`\n${name}`);
  const documents = await retriever.with({ filter }).invoke(question);
  for (const document of documents) console.log(`  ${citationOf(document)}`);
}
await close();
