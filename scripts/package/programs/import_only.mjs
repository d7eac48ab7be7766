// Importing loads no native library, from whichever entry; the first embedding does.
import { deepStrictEqual } from "node:assert";
import { existsSync, readFileSync } from "node:fs";

/** Native libraries in this process that a package brought: the system's own list, where it keeps one. */
function nativeLibraries() {
  const maps = "/proc/self/maps";
  const loaded = existsSync(maps)
    ? readFileSync(maps, "utf8").split("\n")
    : process.report.getReport().sharedObjects;
  return loaded.filter((line) => /onnxruntime|node_modules.*\.(?:node|so|dylib|dll)/.test(line));
}

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
