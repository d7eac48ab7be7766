// The documents that the examples search: the handbook of a library that does not exist.
import { readdirSync, readFileSync } from "node:fs";
import { Document } from "@langchain/core/documents";

const folder = new URL("../documents/", import.meta.url);

/** One document per file, with what a filter may ask for. */
export function handbook() {
  return readdirSync(folder)
    .toSorted()
    .map((name) => {
      const pageContent = readFileSync(new URL(name, folder), "utf8");
      const audience = name === "archive.md" ? "researchers" : "everyone";
      return new Document({ pageContent, metadata: { source: `documents/${name}`, audience } });
    });
}
