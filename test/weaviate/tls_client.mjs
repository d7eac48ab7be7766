// Adds to a collection and searches it, at servers that are reached by TLS. A program of its own, because
// which authorities are trusted is read when Node.js starts.
//   node tls_client.mjs <name of the collection> <API key> <address>…
// Prints as JSON what it found, or the error's code and message.
import { WeaviateCollection } from "../../.build/esm/weaviate/weaviate_collection.js";

const [name, apiKey, ...hosts] = process.argv.slice(2);
const options = { hosts, name, apiKey, dimension: 2, fingerprint: "test/fp32" };
let collection;
try {
  collection = await WeaviateCollection.connect(options);
  await collection.add([{ id: "a", text: "apple" }], Float32Array.of(1, 2));
  const found = {
    dense: await collection.searchDense(Float32Array.of(3, 4), 1),
    passages: await collection.get(["a"]),
    count: await collection.count(),
    deleted: await collection.delete({ ids: ["a"] }),
  };
  console.log(JSON.stringify(found));
} catch ({ code, message }) {
  console.log(JSON.stringify({ code, message }));
} finally {
  await collection?.close();
}
