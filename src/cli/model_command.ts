/** `tasb model …`: models on this machine. */

import { stat } from "node:fs/promises";
import { checkConversion } from "../encoder/open_encoder.js";
import { TasbEmbeddings } from "../langchain/tasb_embeddings.js";
import { prepareModel } from "../model/prepared_model.js";
import { resolveModel } from "../model/resolve_model.js";
import { choiceOption } from "./arguments.js";
import type { Command } from "./command.js";
import { describeCheck, verifyCommand } from "./model_verify_command.js";
import { precisionOption, sourceOf, sourceOptions } from "./model_source.js";
import { formatBytes } from "./progress_bar.js";

const download: Command = {
  name: "model download",
  summary: "fetch a model from the hub, or find it in the cache",
  usage: "model download MODEL [options]",
  options: sourceOptions,
  async run(args, io) {
    const { model, ...options } = sourceOf(args, io);
    const found = await resolveModel(model, options);
    io.stdout.line(found.directory);
    if (found.revision !== undefined) io.stderr.line(`Commit ${found.revision}`);
  },
};

const convert: Command = {
  name: "model convert",
  summary: "convert a model for this engine, once, into the cache",
  usage: "model convert MODEL [options]",
  options: { ...sourceOptions, ...precisionOption },
  async run(args, io) {
    const precision = choiceOption(args, "precision", ["fp32", "int8"] as const);
    const source = { ...sourceOf(args, io), precision };
    const model = await checkConversion(await prepareModel(source), source);
    const { graph, check } = model;
    if (model.precision === "int8") io.stderr.line(`${describeCheck(check)}.`);
    if ("path" in graph) {
      io.stdout.line(graph.path);
      io.stderr.line(formatBytes((await stat(graph.path)).size));
    } else {
      io.stderr.line("Converted, but the cache cannot be written: it was not kept.");
    }
  },
};

const info: Command = {
  name: "model info",
  summary: "say what a model is and how it is used",
  usage: "model info MODEL [options]",
  options: { ...sourceOptions, ...precisionOption },
  async run(args, io) {
    const precision = choiceOption(args, "precision", ["fp32", "int8"] as const);
    const prepared = await prepareModel({ ...sourceOf(args, io), precision });
    const { config, settings } = prepared;
    const rows: [string, string][] = [
      ["model", prepared.name],
      ...(prepared.revision === undefined
        ? []
        : [["commit", prepared.revision] as [string, string]]),
      ["architecture", `${config.architecture}, ${config.layers} layers, ${config.heads} heads`],
      ["dimension", String(config.dimension)],
      ["vocabulary", String(config.vocabularySize)],
      ["positions", String(config.maxPositions)],
      ["pooling", settings.pooling],
      ["normalized", settings.normalize ? "yes" : "no"],
      ["query prefix", settings.queryPrefix === "" ? "none" : JSON.stringify(settings.queryPrefix)],
      ["precision", prepared.precision],
      ["fingerprint", prepared.fingerprint],
      ...(prepared.precision === "int8" && prepared.check !== undefined
        ? [["checked", describeCheck(prepared.check)] as [string, string]]
        : []),
      ["graph", "path" in prepared.graph ? prepared.graph.path : "in memory"],
    ];
    for (const [name, value] of rows) {
      io.stdout.line(`${io.stdout.style("dim", name.padEnd(13))} ${value}`);
    }
  },
};

/** The commands of `tasb model`. */
export const modelCommands: readonly Command[] = [download, convert, info, verifyCommand];

/** Opens the encoder once and embeds one text: what `tasb doctor` tries. */
export async function tryModel(
  model: string,
  precision: "fp32" | "int8" = "fp32",
): Promise<{ dimension: number; milliseconds: number }> {
  const embeddings = new TasbEmbeddings({ model, precision });
  try {
    await embeddings.encodeQuery("warm up");
    const start = performance.now();
    const vector = await embeddings.encodeQuery("How long does one query take?");
    return { dimension: vector.length, milliseconds: performance.now() - start };
  } finally {
    await embeddings.dispose();
  }
}
