// Carries out the operations of a file on the opened collection of a folder, and prints the number of
// each one that was acknowledged. Ends when it is killed.
//   node durable_writer.mjs <folder> <operations.json> <first> <mode>
// mode "open": LocalCollection.open, whose writes are durable; mode "save": a collection in memory
// that is saved as a whole after each operation.
import { readFileSync, writeSync } from "node:fs";
import { LocalCollection } from "../../.build/esm/collection/local_collection.js";
import { ReferenceIndex } from "../../.build/esm/dense/reference_index.js";

const [directory, operationsPath, first, mode] = process.argv.slice(2);
const operations = JSON.parse(readFileSync(operationsPath, "utf8"));
const options = { dense: (dimension) => new ReferenceIndex({ dimension }) };
writeSync(1, "opening\n");
const collection =
  mode === "open"
    ? await LocalCollection.open(directory, { ...options, dimension: 3, fingerprint: "kill" })
    : await LocalCollection.load(directory, options);
writeSync(1, "ready\n");
for (let number = Number(first); number < operations.length; number += 1) {
  const operation = operations[number];
  if (operation.kind === "add") {
    const windowsPerPassage = Uint32Array.from(operation.vectors, ({ length }) => length);
    const vectors = Float32Array.from(operation.vectors.flat(2));
    await collection.add(operation.passages, vectors, { windowsPerPassage });
  } else if (operation.kind === "delete") {
    await collection.delete(operation.where);
  } else if (mode === "open") {
    await collection.save(directory);
  }
  if (mode === "save") await collection.save(directory);
  writeSync(1, `${number}\n`);
}
await collection.close();
