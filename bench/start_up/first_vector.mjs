// A fresh process: import, open the built-in model, embed a query. Milliseconds as one line of JSON.
const begin = performance.now();
const { TasbEmbeddings } = await import("../../dist/esm/index.js");
const imported = performance.now();
const embeddings = new TasbEmbeddings({ model: "tasb-mini", precision: process.argv[2] });
const vector = await embeddings.embedQuery("how long does a program wait for its first vector");
const first = performance.now();
await embeddings.embedQuery("and for the second");
const second = performance.now();
await embeddings.dispose();
console.log(
  JSON.stringify({
    // performance.now() counts from the start of the process.
    node: begin,
    import: imported - begin,
    model: first - imported,
    total: first - begin,
    second: second - first,
    dimension: vector.length,
    norm: Math.hypot(...vector),
  }),
);
