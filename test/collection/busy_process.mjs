// One of many processes on one folder; prints one line of JSON at its end.
//   node busy_process.mjs <folder> <writer|reader> <milliseconds> <number>
// Every write replaces all ten passages by those of one version, in a single call, so that a reader
// that finds two versions, or vectors of another version than the texts, has found half a write.
import { LocalCollection } from "../../.build/esm/collection/local_collection.js";
import { ReferenceIndex } from "../../.build/esm/dense/reference_index.js";

const [directory, role, milliseconds, number] = process.argv.slice(2);
const dense = (dimension) => new ReferenceIndex({ dimension });
const end = Date.now() + Number(milliseconds);
const counts = { role, done: 0, locked: 0, wrong: [], errors: [] };
const COUNT = 10;

/** The version that the collection holds; a text where it holds none, or more than one. */
async function versionOf(collection) {
  const versions = new Set();
  let passages = 0;
  for await (const { passage, vectors } of collection.scan()) {
    passages += 1;
    versions.add(passage.metadata.version);
    if (passage.text !== `word${passage.metadata.version} common`) return `text ${passage.text}`;
    if (vectors[0] !== passage.metadata.version) return `vector ${vectors[0]}`;
  }
  if (passages !== COUNT || versions.size !== 1) return `${passages} of ${[...versions]}`;
  const [version] = versions;
  const found = await collection.searchBm25(`word${version}`, 100);
  const nearest = await collection.searchDense(Float32Array.of(1, 0), 100);
  if (found.length !== COUNT) return `${found.length} found by word`;
  if (nearest.length !== COUNT || nearest[0].score !== version) return `score ${nearest[0]?.score}`;
  return version;
}

let last = 0;
while (Date.now() < end) {
  try {
    if (role === "reader") {
      const collection = await LocalCollection.load(directory, { dense });
      const version = await versionOf(collection);
      await collection.close();
      if (typeof version !== "number") counts.wrong.push(version);
      else if (version < last) counts.wrong.push(`${version} after ${last}`);
      else last = version;
      counts.done += 1;
      continue;
    }
    const collection = await LocalCollection.open(directory, { dense });
    try {
      const before = await versionOf(collection);
      if (typeof before !== "number" || before < last) counts.wrong.push(`writer: ${before}`);
      last = before;
      for (let i = 0; i < 5; i += 1) {
        last += 1;
        const passages = Array.from({ length: COUNT }, (_, at) => ({
          id: `p${at}`,
          text: `word${last} common`,
          metadata: { version: last, writer: number },
        }));
        const vectors = Float32Array.from({ length: 2 * COUNT }, () => last);
        await collection.add(passages, vectors);
        counts.done += 1;
        if (last % 7 === 0) await collection.save(directory);
      }
    } finally {
      await collection.close();
    }
  } catch (error) {
    if (role === "writer" && error.code === "SNAPSHOT_LOCKED") counts.locked += 1;
    else counts.errors.push(`${error.code}: ${error.message}`);
  }
  // The lock goes to whoever asks first.
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
}
counts.last = last;
counts.wrong = counts.wrong.slice(0, 5);
counts.errors = counts.errors.slice(0, 5);
console.log(JSON.stringify(counts));
