// Importing loads no native library, from whichever entry; the first embedding does.
import { deepStrictEqual } from "node:assert";
import { readFileSync } from "node:fs";
import { nativeLibraries } from "./native_libraries.mjs";

const { exports } = JSON.parse(readFileSync("node_modules/langchain-tasb/package.json", "utf8"));
for (const entry of Object.keys(exports)) {
  if (entry === "./package.json") continue;
  await import(`langchain-tasb${entry.slice(1)}`);
  deepStrictEqual(nativeLibraries(), [], `langchain-tasb${entry.slice(1)}`);
}

const { TasbEmbeddings } = await import("langchain-tasb");
const embeddings = new TasbEmbeddings({ model: "tasb-mini" });
await embeddings.embedQuery("a cat");
// Else the look above would see nothing anywhere.
deepStrictEqual(nativeLibraries().length > 0, true);
await embeddings.dispose();
