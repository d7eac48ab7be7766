/** Reading small JSON files that somebody else wrote: bounded and typed. */

import { open } from "node:fs/promises";
import { ModelError, describe } from "../errors.js";
import { isJsonObject, type JsonObject } from "../json_object.js";
import { systemErrorCode } from "../system/system_error.js";

/** Largest configuration file read, in bytes. Real ones have a few hundred. */
export const MAX_CONFIG_BYTES = 1 << 20;

/**
 * Bytes of the file at `path`, or undefined where there is none. The size is checked before
 * anything is allocated.
 *
 * @throws ModelError MODEL_FILE_INVALID when it is larger than `maxBytes` or cannot be read.
 */
export async function readBoundedFile(path: string, maxBytes: number): Promise<Buffer | undefined> {
  let handle;
  try {
    handle = await open(path, "r");
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new ModelError("MODEL_FILE_INVALID", `Cannot open ${path}: ${String(cause)}.`, { cause });
  }
  try {
    const { size } = await handle.stat();
    if (size > maxBytes) {
      throw new ModelError(
        "MODEL_FILE_INVALID",
        `${path} has ${size} bytes, more than the ${maxBytes} such a file may have.`,
      );
    }
    const bytes = Buffer.alloc(size);
    let filled = 0;
    while (filled < size) {
      const { bytesRead } = await handle.read(bytes, filled, size - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } catch (cause) {
    if (cause instanceof ModelError) throw cause;
    throw new ModelError("MODEL_FILE_INVALID", `Cannot read ${path}: ${String(cause)}.`, { cause });
  } finally {
    await handle.close();
  }
}

/** The JSON value in the file, or undefined where there is no file. */
export async function readJsonFile(path: string, maxBytes = MAX_CONFIG_BYTES): Promise<unknown> {
  const bytes = await readBoundedFile(path, maxBytes);
  return bytes === undefined ? undefined : parseJson(bytes, path);
}

/** The JSON object in the file, or undefined where there is no file. */
export async function readJsonObject(
  path: string,
  maxBytes = MAX_CONFIG_BYTES,
): Promise<JsonObject | undefined> {
  const value = await readJsonFile(path, maxBytes);
  if (value === undefined) return undefined;
  if (!isJsonObject(value)) {
    throw new ModelError(
      "MODEL_FILE_INVALID",
      `Expected ${path} to hold a JSON object, got ${describe(value)}.`,
    );
  }
  return value;
}

/** Parses UTF-8 JSON; `source` names it in the error. */
export function parseJson(bytes: Uint8Array, source: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new ModelError("MODEL_FILE_INVALID", `${source} is not valid JSON: ${String(cause)}.`, {
      cause,
    });
  }
}
