/** One way to read a model's weights, whatever file they are in. Reading never runs code from it. */

import { open, type FileHandle } from "node:fs/promises";
import { ModelError } from "../errors.js";
import { systemErrorCode } from "../system/system_error.js";
import { openPytorchCheckpoint } from "./pytorch_checkpoint.js";
import { openSafetensors } from "./safetensors.js";
import type { TensorEntry } from "./tensor_file.js";

/** File formats weights come in. */
export type WeightFormat = "safetensors" | "pytorch";

/** Tensors by name, read one at a time. */
export interface WeightSource {
  /**
   * Names of the encoder's tensors, without the prefix its checkpoint gives them (`distilbert.`,
   * `bert.`, …) and without tensors of other parts, such as a language-model head.
   */
  names(): string[];
  /** Dimensions of the tensor, outermost first; [] for a scalar. */
  shape(name: string): readonly number[];
  /** Values in row-major order, length = product of the shape. A new array at every call. */
  read(name: string): Promise<Float32Array>;
  /** Releases the file. Reading afterwards is an error. */
  close(): Promise<void>;
}

/**
 * Opens a weight file. Only its table of contents is read; the file stays open until `close`.
 *
 * @throws ModelError MODEL_FILE_MISSING, MODEL_FILE_INVALID or MODEL_UNSUPPORTED.
 */
export async function openWeights(path: string, format: WeightFormat): Promise<WeightSource> {
  let file: FileHandle;
  try {
    file = await open(path, "r");
  } catch (cause) {
    const missing = systemErrorCode(cause) === "ENOENT";
    throw new ModelError(
      missing ? "MODEL_FILE_MISSING" : "MODEL_FILE_INVALID",
      missing ? `Weight file ${path} does not exist.` : `Cannot open ${path}: ${String(cause)}.`,
      { cause },
    );
  }
  try {
    const { size } = await file.stat();
    await refuseStandIn(file, path);
    const opened =
      format === "safetensors"
        ? await openSafetensors(file, size, path)
        : await openPytorchCheckpoint(file, size, path);
    return weightSource(ownTensors(opened.tensors, path), file, path);
  } catch (cause) {
    await file.close();
    if (cause instanceof ModelError) throw cause;
    throw new ModelError("MODEL_FILE_INVALID", `Cannot read ${path}: ${String(cause)}.`, { cause });
  }
}

const WORD_EMBEDDINGS = "embeddings.word_embeddings.weight";

/** The tensors under the prefix that the word embeddings are found at, without that prefix. */
function ownTensors(
  tensors: ReadonlyMap<string, TensorEntry>,
  path: string,
): Map<string, TensorEntry> {
  const prefixes = [...tensors.keys()]
    .filter((name) => name === WORD_EMBEDDINGS || name.endsWith(`.${WORD_EMBEDDINGS}`))
    .map((name) => name.slice(0, -WORD_EMBEDDINGS.length));
  if (prefixes.length > 1) {
    throw new ModelError(
      "MODEL_UNSUPPORTED",
      `${path} holds ${prefixes.length} encoders, under \`${prefixes.slice(0, 4).join("` and `")}\`; ` +
        "only a single encoder for queries and passages is supported.",
    );
  }
  const prefix = prefixes[0] ?? "";
  const result = new Map<string, TensorEntry>();
  for (const [name, entry] of tensors) {
    if (!name.startsWith(prefix)) continue;
    // Checkpoints converted from TensorFlow long ago call LayerNorm's weight gamma, its bias beta.
    const shortName = name
      .slice(prefix.length)
      .replace(/LayerNorm\.gamma$/, "LayerNorm.weight")
      .replace(/LayerNorm\.beta$/, "LayerNorm.bias");
    result.set(shortName, entry);
  }
  return result;
}

/** A web page or a Git LFS pointer in the place of the weights deserves a message of its own. */
async function refuseStandIn(file: FileHandle, path: string): Promise<void> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
  const start = buffer.toString("latin1", 0, bytesRead).trimStart().toLowerCase();
  if (start.startsWith("version https://git-lfs")) {
    throw new ModelError(
      "MODEL_FILE_INVALID",
      `${path} is a Git LFS pointer, not the weights; run \`git lfs pull\` in its repository.`,
    );
  }
  if (start.startsWith("<!doctype") || start.startsWith("<html")) {
    throw new ModelError("MODEL_FILE_INVALID", `${path} is a web page, not the weights.`);
  }
}

function weightSource(
  tensors: ReadonlyMap<string, TensorEntry>,
  file: FileHandle,
  path: string,
): WeightSource {
  const find = (name: string): TensorEntry => {
    const entry = tensors.get(name);
    if (entry === undefined) {
      throw new ModelError("MODEL_FILE_INVALID", `${path} has no tensor \`${name}\`.`);
    }
    return entry;
  };
  return {
    names: () => [...tensors.keys()],
    shape: (name) => find(name).shape,
    async read(name) {
      const entry = find(name);
      try {
        return await entry.read();
      } catch (cause) {
        if (cause instanceof ModelError) throw cause;
        throw new ModelError(
          "MODEL_FILE_INVALID",
          `Cannot read the tensor \`${name}\` of ${path}: ${String(cause)}.`,
          { cause },
        );
      }
    },
    close: () => file.close(),
  };
}
