// Writes models/tas-b/known_outputs.json from the reference outputs of TAS-B.
//
//   node scripts/generate_known_outputs.mjs ../shared/data/tasb-reference
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Give the folder with reference.json.");
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const reference = JSON.parse(readFileSync(join(folder, "reference.json"), "utf8"));
const { dim } = reference.model;

// Five questions of each set: short and long, with and without punctuation, evenly spread.
const rows = { "queries-dl19.tsv": [0, 12, 18, 30, 42], "queries-dl20.tsv": [0, 60, 96, 162, 199] };

const base64 = (path, row) =>
  readFileSync(path)
    .subarray(row * dim * 4, (row + 1) * dim * 4)
    .toString("base64");

const embeddings = reference.passages.map(({ text, file }) => ({
  kind: "passage",
  text,
  vector: base64(join(folder, file), 0),
}));
for (const { texts, embeddings: file } of reference.queries) {
  const lines = readFileSync(join(folder, texts), "utf8").trimEnd().split("\n");
  for (const row of rows[texts]) {
    const text = lines[row].split("\t")[1];
    embeddings.push({ kind: "query", text, vector: base64(join(folder, file), row) });
  }
}
const { query, passages } = reference.scores;
const scores = passages.map(({ text, dot }) => ({ query, passage: text, score: dot }));

mkdirSync(join(root, "models/tas-b"), { recursive: true });
writeFileSync(
  join(root, "models/tas-b/known_outputs.json"),
  `${JSON.stringify(
    {
      about:
        "What sebastian-hofstaetter/distilbert-dot-tas_b-b256-msmarco answers, measured by others " +
        `with the original weights: embeddings of ${dim} little-endian float32 in base64, and dot products.`,
      sources:
        "The passage vector is the example output of a public GPU deployment of the checkpoint (MIT); " +
        "the query vectors are the pre-encoded TREC Deep Learning 2019 and 2020 queries of a public " +
        "reproduction toolkit (Apache-2.0); the scores are those of the authors' minimal usage notebook (Apache-2.0).",
      embeddings,
      scores,
    },
    null,
    1,
  )}\n`,
);
