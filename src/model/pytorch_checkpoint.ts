import type { FileHandle } from "node:fs/promises";
import { ModelError } from "../errors.js";
import type { TensorFile } from "./weights.js";

export async function openPytorchCheckpoint(
  _file: FileHandle,
  _size: number,
  path: string,
): Promise<TensorFile> {
  throw new ModelError("MODEL_UNSUPPORTED", `${path}: PyTorch checkpoints are not read yet.`);
}
