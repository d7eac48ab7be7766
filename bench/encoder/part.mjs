// node bench/encoder/part.mjs [--passages N] [--model FOLDER]: texts to vectors by this package and by
// others, of one random model of TAS-B's size. MODEL is made where it is missing; default: a folder of
// the system's temporary one, taken away afterwards.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { planBatches, tokenBudget } from "../../.build/esm/encoder/batching.js";
import { compareRows, LEAST_INT8_CHECK, passes } from "../../.build/esm/encoder/precision_check.js";
import { loadTokenizer } from "../../.build/esm/encoder/tokenizer.js";
import { TasbEmbeddings } from "../../.build/esm/langchain/tasb_embeddings.js";
import { interleaved, prepareAll } from "../lib/contestants.mjs";
import { part } from "../lib/part.mjs";
import { median, summary } from "../lib/statistics.mjs";
import { corpus } from "../lib/texts.mjs";
import { writeRandomModel } from "./model.mjs";

const D = 768;
const here = import.meta.dirname;
const OURS = ["langchain-tasb fp32", "langchain-tasb int8"];
const NODE = [
  { name: OURS[0], script: "ours.mjs", kind: "fp32" },
  { name: OURS[1], script: "ours.mjs", kind: "int8" },
  { name: "transformers.js fp32", script: "transformers.mjs", kind: "fp32" },
  { name: "transformers.js q8", script: "transformers.mjs", kind: "q8" },
];
const PYTHON = [
  { name: "sentence-transformers, PyTorch fp32", kind: "torch-fp32" },
  { name: "sentence-transformers, PyTorch bf16", kind: "torch-bf16" },
  { name: "sentence-transformers, ONNX fp32", kind: "onnx" },
  { name: "ONNX Runtime, stock fp32", kind: "ort-fp32" },
  { name: "ONNX Runtime, stock dynamic int8", kind: "ort-int8" },
  { name: "fastembed fp32", kind: "fastembed" },
].map((each) => ({ ...each, script: "contest.py" }));
const exact = (name) => name.endsWith("fp32");

/** Passages of 20 to 200 tokens, [CLS] and [SEP] included, and queries of 8. */
function chooseTexts(tokenizer, count) {
  const { passages, queries, source } = corpus(4 * count, 4_000);
  const length = (text) => tokenizer.encode(text, 512).ids.length;
  const chosen = passages.filter((text) => length(text) >= 20 && length(text) <= 200);
  const short = queries.filter((text) => length(text) === 8).slice(0, 20);
  return { passages: chosen.slice(0, count), queries: short, source };
}

/** Share of padding in the batches of `texts`, by the windows that the encoder sorts together. */
function padding(tokenizer, texts, budget) {
  let [used, tokens] = [0, 0];
  for (let start = 0, window = 256; start < texts.length; start += window, window *= 2) {
    const lengths = texts
      .slice(start, start + window)
      .map((text) => tokenizer.encode(text, 200).ids.length);
    for (const batch of planBatches(lengths, budget)) used += batch.length * lengths[batch[0]];
    for (const length of lengths) tokens += length;
  }
  return 1 - tokens / used;
}

const readRows = (file) => {
  const bytes = readFileSync(file);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
};

/** Largest difference, as a share of the reference's largest component. */
function difference(rows, reference) {
  let [largest, apart] = [0, 0];
  for (let i = 0; i < reference.length; i += 1) {
    largest = Math.max(largest, Math.abs(reference[i]));
    apart = Math.max(apart, Math.abs(rows[i] - reference[i]));
  }
  return rows.length === reference.length ? apart / largest : Number.NaN;
}

/** Least cosines of int8 to fp32 with the built-in model, whose weights are trained. */
async function trainedCosines(texts, threads) {
  const model = "tasb-mini";
  const [fp32, int8] = [
    new TasbEmbeddings({ model, threads }),
    new TasbEmbeddings({ model, threads, precision: "int8" }),
  ];
  const expected = await fp32.encode(texts);
  const actual = await int8.encode(texts);
  await Promise.all([fp32.dispose(), int8.dispose()]);
  return compareRows(expected, actual, expected.length / texts.length);
}

await part(
  {
    name: "encoder",
    title: "Encoder",
    rounds: { full: 5, quick: 2 },
    options: { passages: { type: "string" }, model: { type: "string" } },
  },
  async ({ quick, threads, rounds, python, values, report, progress }) => {
    const own = values.model === undefined;
    const folder = own ? mkdtempSync(join(tmpdir(), "tasb-bench-")) : resolve(values.model);
    const contestants = [];
    try {
      if (!existsSync(join(folder, "model.safetensors"))) {
        progress("makes the model");
        await writeRandomModel(folder);
      }
      if (python !== undefined && !existsSync(join(folder, "onnx/model_quantized.onnx"))) {
        progress("exports the model");
        const quiet = { stdio: ["ignore", "ignore", "pipe"] };
        try {
          execFileSync(python, [join(here, "export.py"), folder], quiet);
        } catch (error) {
          report.note(`No stock export: ${String(error.stderr).trim().split("\n").at(-1)}`);
        }
      }
      const tokenizer = await loadTokenizer(join(folder, "tokenizer.json"));
      const texts = chooseTexts(tokenizer, Number(values.passages ?? (quick ? 32 : 512)));
      writeFileSync(join(folder, "texts.json"), JSON.stringify(texts));
      const descriptions = [...NODE, ...(python === undefined ? [] : PYTHON)].map(
        ({ name, script, kind }) => ({
          name,
          script: join(here, script),
          args: [name, kind],
          threads,
          ...(script.endsWith(".py") && { python }),
        }),
      );
      const ready = await prepareAll(descriptions, { folder }, { report, progress });
      contestants.push(...[...ready.values()].map(({ contestant }) => contestant));
      progress("passages");
      const times = await interleaved(contestants, rounds, "passages");
      progress("queries");
      const queries = await interleaved(contestants, rounds, "queries");

      const referenceName = ready.has(PYTHON[0].name) ? PYTHON[0].name : OURS[0];
      const reference = readRows(ready.get(referenceName).prepared.file);
      const speed = (ms) => (texts.passages.length / ms) * 1e3;
      const rows = contestants.map(({ name }) => {
        const vectors = readRows(ready.get(name).prepared.file);
        const { cosine, centeredCosine } = compareRows(reference, vectors, D);
        const apart = difference(vectors, reference);
        if (exact(name)) {
          // float32 sums taken in another order.
          report.check(
            `${name} has the vectors of ${referenceName}`,
            apart < 1e-4,
            apart.toExponential(1),
          );
        } else if (name === OURS[1]) {
          const least = LEAST_INT8_CHECK;
          report.check(
            `${name} has cosines of ${least.cosine}, centered of ${least.centeredCosine}`,
            passes({ cosine, centeredCosine }),
            `${cosine.toFixed(5)}, ${centeredCosine.toFixed(5)}`,
          );
        } else {
          report.check(`${name} is near`, cosine > 0.98, cosine.toFixed(5));
        }
        return [
          name,
          summary(times.get(name).map(speed)),
          summary(queries.get(name).map(median)),
          cosine.toFixed(5),
          centeredCosine.toFixed(5),
        ];
      });
      const lengths = texts.passages.map((text) => tokenizer.encode(text, 200).ids.length);
      const tokens = lengths.reduce((sum, length) => sum + length, 0);
      report.table({
        columns: ["contestant", "passages/s", "8-token query, ms", "least cosine", "centered"],
        rows,
        note:
          `${texts.passages.length} passages of ${Math.min(...lengths)} to ${Math.max(...lengths)} tokens, ` +
          `${Math.round(tokens / lengths.length)} on average (${texts.source}). ` +
          `Cosines to ${referenceName}; centered: without the mean vector.`,
      });
      progress("int8 of the built-in model");
      const trained = await trainedCosines(texts.passages, threads);
      const found = `${trained.cosine.toFixed(5)}, centered ${trained.centeredCosine.toFixed(5)}`;
      report.check("tasb-mini in int8 has the vectors of fp32", passes(trained), found);
      notes({ report, ready, times, queries, speed });
      for (const [i, precision] of ["fp32", "int8"].entries()) {
        if (!ready.has(OURS[i])) continue;
        const pure = median(await ready.get(OURS[i]).contestant.ask("extra"));
        const whole = median(queries.get(OURS[i]).map(median));
        const budget = tokenBudget(
          { layers: 6, dimension: D, feedForward: 3072 },
          precision,
          threads,
        );
        const many = corpus(1_000, 1).passages;
        const share = padding(tokenizer, many, budget);
        report.note(
          `${OURS[i]}: a query from string to vector takes ${(whole / pure).toFixed(2)} times the ` +
            `engine's own call (${whole.toFixed(2)} and ${pure.toFixed(2)} ms); ` +
            `${(100 * share).toFixed(1)} % of the tokens of 1,000 passages are padding.`,
        );
        report.check(`${OURS[i]} pads less than 5 % of the tokens`, share < 0.05);
      }
    } finally {
      for (const contestant of contestants) await contestant.stop();
      if (own) rmSync(folder, { recursive: true, force: true });
    }
  },
);

/** Ratios to the best peer of each precision. */
function notes({ report, ready, times, speed }) {
  const of = (name) => median(times.get(name).map(speed));
  const peers = [...ready.keys()].filter((name) => !OURS.includes(name));
  for (const [ours, others] of [
    [OURS[0], peers.filter(exact)],
    [OURS[1], peers.filter((name) => !exact(name) && !name.includes("bf16"))],
    [OURS[1], peers.filter((name) => name.includes("bf16"))],
  ]) {
    if (!ready.has(ours) || others.length === 0) continue;
    const best = others.toSorted((a, b) => of(b) - of(a))[0];
    report.note(`${ours}: ${(of(ours) / of(best)).toFixed(2)} x the passages/s of ${best}.`);
  }
}
