/** From the name of a model to a graph that the engine can open: converted once, then cached. */

import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { cacheFolders } from "../system/environment.js";
import { expected, throwIfAborted } from "../errors.js";
import { isJsonObject, ownValue, type JsonObject } from "../json_object.js";
import { writeModelFile, writeStreamedModel } from "../onnx/model_writer.js";
import type { ModelSource } from "../onnx/session_options.js";
import { systemErrorCode } from "../system/system_error.js";
import type { EncoderConfig, EncoderSettings } from "./encoder_config.js";
import { CheckedWeights } from "./checked_weights.js";
import { encoderGraph, type Precision } from "./encoder_graph.js";
import { readJsonObject } from "./json_file.js";
import { readModelDirectory, type ModelDirectory } from "./model_directory.js";
import { addsPairsIn16Bits } from "./processor.js";
import { removeAbandoned, replaceFile } from "../system/replace_file.js";
import { resolveModel, type ResolveOptions } from "./resolve_model.js";
import { openWeights } from "./weights.js";
import { weightsDigest } from "./weights_digest.js";

/**
 * Raised whenever a change to the converter changes the graphs it writes, or what is done to the vectors
 * of an int8 graph: a cached graph counts for its own version only, and so do int8 vectors. A test knows
 * the graphs of this version.
 */
export const CONVERTER_VERSION = 6;

/** What `prepareModel` takes: where to find the model, and how to compute with it. */
export interface PrepareOptions extends ResolveOptions {
  /** `tasb-mini`, `tas-b`, a folder or `owner/name`; see `resolveModel`. */
  readonly model: string;
  /** Number type of the matrix products. Default `fp32`. */
  readonly precision?: Precision | undefined;
  /** Overrides the model's own setting. */
  readonly pooling?: EncoderSettings["pooling"] | undefined;
  /** Overrides the model's own setting. */
  readonly normalize?: boolean | undefined;
}

/** A model ready for `InferenceThread.openSession`. */
export interface PreparedModel {
  /** What the model was asked for by, for people. */
  readonly name: string;
  /** The commit of a hub repository. */
  readonly revision?: string;
  /** The graph: a path in the cache, or its bytes where no cache can be written. */
  readonly graph: ModelSource;
  readonly tokenizerPath: string;
  readonly config: EncoderConfig;
  /** The model's settings with the overrides applied; pooling and normalization are in the graph. */
  readonly settings: EncoderSettings;
  readonly precision: Precision;
  /** What this machine found when it last compared the graph's outputs; see `recordCheck`. */
  readonly check?: ConversionCheck;
  /**
   * What the outputs of an int8 graph have too much on this machine, [d], as it was when they were
   * compared; see encoder/bias_correction.ts.
   */
  readonly bias?: Float32Array;
  /** The file beside the graph in the cache that says what the graph is. */
  readonly recordPath?: string;
  /**
   * Says which vectors this model makes: architecture, shape, a hash of the weights' numbers,
   * pooling, normalization and precision; in int8 also the version of the converter, whose
   * quantisation decides the vectors. The same on every machine and for every file format the same
   * numbers may come in; names, paths and revisions are no part of it.
   */
  readonly fingerprint: string;
}

/** How a converted graph's outputs compare, on one machine. */
export interface ConversionCheck {
  /** Smallest cosine of an embedding to that of the same weights in fp32; 1 for fp32 itself. */
  readonly cosine: number;
  /** The same after the mean of all embeddings was subtracted. */
  readonly centeredCosine: number;
}

/**
 * Finds the model (downloading it where need be) and converts it, unless the cache holds the
 * result of an earlier conversion of the same weights by the same converter. Several processes may
 * prepare the same model at once; each publishes a whole file. Where the cache cannot be written
 * (read-only or full), the graph is kept in memory instead and converted again by every process.
 *
 * @throws ModelError when the model or its weights cannot be used; InvalidArgumentError;
 *   AbortedError; DownloadError
 */
export async function prepareModel(options: PrepareOptions): Promise<PreparedModel> {
  const { model, precision = "fp32", pooling, normalize, signal } = options;
  if (precision !== "fp32" && precision !== "int8") {
    throw expected("precision", "`fp32` or `int8`", precision);
  }
  if (pooling !== undefined && pooling !== "cls" && pooling !== "mean") {
    throw expected("pooling", "`cls` or `mean`", pooling);
  }
  if (normalize !== undefined && typeof normalize !== "boolean") {
    throw expected("normalize", "a boolean", normalize);
  }
  throwIfAborted(signal);
  const resolved = await resolveModel(model, options);
  const folder = cacheFolders(options.cacheDir).converted;
  const directory = await readModelDirectory(resolved.directory, { cacheDir: options.cacheDir });
  const settings: EncoderSettings = {
    ...directory.settings,
    ...(pooling === undefined ? {} : { pooling }),
    ...(normalize === undefined ? {} : { normalize }),
  };
  const weights = await weightsDigest(directory.weights.path, folder, signal);
  const conversion: Conversion = {
    converter: CONVERTER_VERSION,
    weights,
    config: directory.config,
    pooling: settings.pooling,
    normalize: settings.normalize,
    precision,
    pairsBounded: precision === "int8" && (await addsPairsIn16Bits()),
  };
  const { graph, content, ...kept } = await convertOnce(conversion, directory, folder, signal);
  return {
    name: resolved.name,
    ...(resolved.revision === undefined ? {} : { revision: resolved.revision }),
    graph,
    tokenizerPath: directory.tokenizerPath,
    config: directory.config,
    settings,
    precision,
    ...kept,
    fingerprint: fingerprintOf(conversion, content),
  };
}

/** Keeps a model's check and bias for later processes on this machine; without a cache, nothing. */
export async function recordCheck({
  recordPath,
  check,
  bias,
}: Pick<PreparedModel, "recordPath" | "check" | "bias">): Promise<void> {
  if (recordPath === undefined) return;
  const record = await readJsonObject(recordPath).catch(() => undefined);
  if (record === undefined) return;
  const found = { ...check, ...(bias !== undefined && { bias: encodeBias(bias) }) };
  const checks = { ...readChecks(record), [machine()]: found };
  try {
    await replaceFile(recordPath, JSON.stringify({ ...record, checks }, null, 1));
  } catch (error) {
    if (!isUnwritable(error)) throw error;
  }
}

/** Another processor may compute the same graph by other instructions. */
function machine(): string {
  return `${process.platform}-${process.arch} ${cpus()[0]?.model ?? ""}`.trim();
}

function readChecks(record: JsonObject): JsonObject {
  const checks = ownValue(record, "checks");
  return isJsonObject(checks) ? checks : {};
}

/** What this machine recorded; nothing where it is not whole: then it is measured again. */
function readCheck(
  record: JsonObject,
  { precision, config }: Conversion,
): { check: ConversionCheck; bias?: Float32Array } | undefined {
  const found = ownValue(readChecks(record), machine());
  if (!isJsonObject(found)) return undefined;
  const cosine = ownValue(found, "cosine");
  const centeredCosine = ownValue(found, "centeredCosine");
  if (typeof cosine !== "number" || typeof centeredCosine !== "number") return undefined;
  const check = { cosine, centeredCosine };
  if (precision === "fp32") return { check };
  const bias = decodeBias(ownValue(found, "bias"), config.dimension);
  return bias && { check, bias };
}

/** float32, little-endian as all supported platforms are, in base64. */
function encodeBias(bias: Float32Array): string {
  return Buffer.from(bias.buffer, bias.byteOffset, bias.byteLength).toString("base64");
}

function decodeBias(text: unknown, d: number): Float32Array | undefined {
  if (typeof text !== "string") return undefined;
  const bytes = Buffer.from(text, "base64");
  if (bytes.length !== d * Float32Array.BYTES_PER_ELEMENT) return undefined;
  const bias = new Float32Array(Uint8Array.from(bytes).buffer);
  return bias.every(Number.isFinite) ? bias : undefined;
}

/** All that decides what the converted graph is. */
interface Conversion {
  readonly converter: number;
  /** sha256 of the weight file. */
  readonly weights: string;
  readonly config: EncoderConfig;
  readonly pooling: EncoderSettings["pooling"];
  readonly normalize: boolean;
  readonly precision: Precision;
  /** See int8_weights.ts; the processor decides. Counts for int8 only. */
  readonly pairsBounded: boolean;
}

interface Converted {
  readonly graph: ModelSource;
  /** Hash of the weights' numbers. */
  readonly content: string;
  readonly check?: ConversionCheck;
  readonly bias?: Float32Array;
  readonly recordPath?: string;
}

async function convertOnce(
  conversion: Conversion,
  directory: ModelDirectory,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<Converted> {
  const key = createHash("sha256").update(JSON.stringify(conversion)).digest("hex");
  const stem = join(
    folder,
    conversion.weights.slice(0, 16),
    `${conversion.precision}-${key.slice(0, 16)}`,
  );
  const path = `${stem}.onnx`;
  const recordPath = `${stem}.json`;
  const known = await readRecord(recordPath, key, path, conversion);
  if (known !== undefined) return { graph: { path }, recordPath, ...known };

  const source = await openWeights(directory.weights.path, directory.weights.format);
  try {
    const checked = new CheckedWeights(conversion.config, source);
    const model = encoderGraph(conversion.config, conversion, checked, conversion);
    try {
      const bytes = await replaceFile(path, (file) => writeModelFile(file, model, { signal }));
      const content = checked.contentDigest();
      // Written after the graph: where there is a record, there is the whole graph.
      await replaceFile(recordPath, JSON.stringify({ key, bytes, content, conversion }, null, 1));
      await removeAbandoned(dirname(path));
      return { graph: { path }, recordPath, content };
    } catch (error) {
      if (!isUnwritable(error)) throw error;
    }
    const bytes = await writeStreamedModel(model, { signal });
    return { graph: { bytes }, content: checked.contentDigest() };
  } finally {
    await source.close();
  }
}

/** What is recorded beside a graph, when record and graph are those of `key` and whole. */
async function readRecord(
  recordPath: string,
  key: string,
  path: string,
  conversion: Conversion,
): Promise<Pick<Converted, "content" | "check" | "bias"> | undefined> {
  // A damaged record is as good as none: the model is converted again.
  const record = await readJsonObject(recordPath).catch(() => undefined);
  if (record === undefined || ownValue(record, "key") !== key) return undefined;
  const size = await stat(path).then(
    (found) => (found.isFile() ? found.size : undefined),
    () => undefined,
  );
  if (size === undefined || ownValue(record, "bytes") !== size) return undefined;
  const content = ownValue(record, "content");
  if (typeof content !== "string" || !/^[0-9a-f]{64}$/.test(content)) return undefined;
  return { content, ...readCheck(record, conversion) };
}

function isUnwritable(error: unknown): boolean {
  return ["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "ENOTDIR", "EEXIST"].includes(
    systemErrorCode(error) ?? "",
  );
}

/** For example `distilbert-6x768-0123456789ab-cls-fp32`, or `…-cls-int8.6` by converter 6. */
function fingerprintOf(conversion: Conversion, content: string): string {
  const { config, pooling, normalize, precision, converter } = conversion;
  return [
    config.architecture,
    `${config.layers}x${config.dimension}`,
    content.slice(0, 12),
    pooling,
    ...(normalize ? ["normalized"] : []),
    // Another converter's float32 graph has the same vectors but for the order of sums.
    precision === "fp32" ? precision : `${precision}.${converter}`,
  ].join("-");
}
