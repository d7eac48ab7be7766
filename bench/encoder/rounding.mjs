// node bench/encoder/rounding.mjs MODEL [--collection DIR]: least cosines of MODEL's int8 vectors to its
// own in fp32, as its graph rounds them and corrected, as they are and without the mean vector. DIR is a
// test collection as `tasb evaluate` takes it; default: the texts of the other parts.
import { join } from "node:path";
import { parseArgs } from "node:util";

import { Encoder } from "../../.build/esm/encoder/encoder.js";
import { compareWithFp32 } from "../../.build/esm/encoder/open_encoder.js";
import { compareRows } from "../../.build/esm/encoder/precision_check.js";
import { readCorpus } from "../../.build/esm/evaluation/files/read_corpus.js";
import { readQueries } from "../../.build/esm/evaluation/files/read_queries.js";
import { prepareModel } from "../../.build/esm/model/prepared_model.js";
import { markdownTable } from "../lib/markdown.mjs";
import { corpus } from "../lib/texts.mjs";

/** The fewer the tokens, the more one of them weighs. */
const SHORT = ["", "?", "a", "42", "[SEP]", "yes", "why", "C++", "NaN", "…", "the end", "New York"];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { collection: { type: "string" } },
});
if (positionals.length !== 1) {
  process.stderr.write("Expected one MODEL: node bench/encoder/rounding.mjs MODEL\n");
  process.exit(2);
}
const [model] = positionals;

async function readCollection(folder) {
  const passages = [];
  for await (const { text } of readCorpus(join(folder, "corpus.jsonl"))) passages.push(text);
  const queries = await readQueries(join(folder, "queries.jsonl"));
  return { passages, queries: [...queries.values()] };
}
const { passages, queries } =
  values.collection === undefined ? corpus(256, 256) : await readCollection(values.collection);

const source = { model, precision: "int8" };
const { bias: _bias, check: _check, ...rounded } = await prepareModel(source);
const opened = {
  fp32: await Encoder.open(await prepareModel({ model })),
  "as rounded": await Encoder.open(rounded),
  corrected: await Encoder.open(rounded),
};
// Measured anew, also where the model would be refused.
await compareWithFp32(opened.corrected, rounded, source);
const d = opened.fp32.dimension;
const rows = [];
for (const [name, kind, texts] of [
  ["passages", "passage", passages],
  ["queries", "query", queries],
  ["short texts", "passage", SHORT],
]) {
  const vectors = {};
  for (const [each, encoder] of Object.entries(opened)) {
    vectors[each] = await encoder.encode(texts, { kind });
  }
  const [before, after] = ["as rounded", "corrected"].map((each) =>
    compareRows(vectors.fp32, vectors[each], d),
  );
  const figures = [before.cosine, after.cosine, before.centeredCosine, after.centeredCosine];
  rows.push([`${texts.length} ${name}`, ...figures.map((cosine) => cosine.toFixed(5))]);
}
for (const encoder of Object.values(opened)) await encoder.dispose();
const columns = ["texts", "cosine, as rounded", "corrected", "centered, as rounded", "corrected"];
process.stdout.write(`${markdownTable({ columns, rows })}\n`);
