// Programs bundled by esbuild, the native package left outside.
import { join } from "node:path";
import { writeFileSync } from "node:fs";

/** What is bundled as an ES module may still call `require`. */
const BANNER =
  "--banner:js=import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);";

function bundle(consumer, esbuild, file, external) {
  consumer.run(esbuild, [
    file,
    "--bundle",
    "--platform=node",
    "--format=esm",
    "--log-level=error",
    BANNER,
    ...external.map((name) => `--external:${name}`),
    `--outfile=bundled/${file}`,
  ]);
  consumer.run(process.execPath, [join("bundled", file)]);
}

export function checkBundles(checks, consumer, esbuild) {
  checks.check("esbuild, /bm25 and /evaluation in one file", () => {
    bundle(consumer, esbuild, "words.mjs", ["onnxruntime-node"]);
  });
  checks.check("esbuild, langchain-tasb and onnxruntime-node external", () => {
    bundle(consumer, esbuild, "whole.mjs", ["onnxruntime-node", "langchain-tasb"]);
  });
  checks.check("esbuild, the README's chain and tool in TypeScript, run with a model", () => {
    writeFileSync(join(consumer.folder, "chain.ts"), consumer.readme.chain);
    bundle(consumer, esbuild, "run_chain.mjs", ["onnxruntime-node", "langchain-tasb"]);
  });
  checks.check("esbuild, onnxruntime-node alone external, workerPath given", () => {
    const installed = join(consumer.folder, "node_modules/langchain-tasb");
    writeFileSync(
      join(consumer.folder, "bundled.mjs"),
      `import { deepStrictEqual } from "node:assert";
import { TasbEmbeddings } from "langchain-tasb";
const embeddings = new TasbEmbeddings({
  model: ${JSON.stringify(join(installed, "models/tasb-mini"))},
  workerPath: ${JSON.stringify(join(installed, "dist/esm/onnx/inference_worker.js"))},
});
deepStrictEqual((await embeddings.embedQuery("a cat")).length > 0, true);
await embeddings.dispose();
`,
    );
    bundle(consumer, esbuild, "bundled.mjs", ["onnxruntime-node"]);
  });
}
