/**
 * Every error this package throws on purpose. Callers branch on `code`, which is stable across
 * releases; messages say what was expected and what came, and may be reworded.
 */

/** Stable identifiers, one per kind of failure. */
export type ErrorCode =
  | "INVALID_ARGUMENT"
  | "ABORTED"
  | "DISPOSED"
  | "NOT_SUPPORTED"
  // models
  | "MODEL_NOT_FOUND"
  | "MODEL_FILE_MISSING"
  | "MODEL_FILE_INVALID"
  | "MODEL_UNSUPPORTED"
  | "MODEL_CHECK_FAILED"
  | "TOKENIZER_INVALID"
  // hub
  | "DOWNLOAD_FAILED"
  | "DOWNLOAD_CORRUPT"
  | "DOWNLOAD_UNAUTHORIZED"
  | "OFFLINE"
  // inference
  | "ENGINE_UNAVAILABLE"
  | "INFERENCE_FAILED"
  | "INFERENCE_WORKER_LOST"
  | "QUEUE_FULL"
  // collections
  | "FINGERPRINT_MISMATCH"
  | "FILTER_INVALID"
  | "SNAPSHOT_NOT_FOUND"
  | "SNAPSHOT_READ_FAILED"
  | "SNAPSHOT_CORRUPT"
  | "SNAPSHOT_VERSION"
  | "SNAPSHOT_LOCKED"
  | "SNAPSHOT_WRITE_FAILED"
  | "COLLECTION_UNAVAILABLE"
  | "COLLECTION_MISMATCH"
  | "COLLECTION_CORRUPT"
  | "IMPORT_INCOMPLETE"
  // language models that write answers
  | "LANGUAGE_MODEL_FAILED"
  // files people bring
  | "FILE_UNREADABLE"
  | "FILE_FORMAT";

/** Base class: `error instanceof TasbError` tells this package's errors from all others. */
export class TasbError extends Error {
  /** What kind of failure it is. */
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.name = new.target.name;
  }
}

/** A value handed in by the caller is not what the parameter is documented to take. */
export class InvalidArgumentError extends TasbError {
  constructor(message: string, options?: { cause?: unknown }) {
    super("INVALID_ARGUMENT", message, options);
  }
}

/** The caller's `AbortSignal` fired. `cause` is the signal's reason. */
export class AbortedError extends TasbError {
  constructor(message = "The operation was aborted.", options?: { cause?: unknown }) {
    super("ABORTED", message, options);
  }
}

/** The object was disposed before the call. */
export class DisposedError extends TasbError {
  constructor(what: string) {
    super("DISPOSED", `${what} was disposed; create a new one to go on.`);
  }
}

/** The operation exists but not for this object (for example function filters on a cluster). */
export class NotSupportedError extends TasbError {
  constructor(message: string, options?: { cause?: unknown }) {
    super("NOT_SUPPORTED", message, options);
  }
}

/** A model, or one of its files, cannot be used. */
export class ModelError extends TasbError {
  constructor(
    code: Extract<ErrorCode, `MODEL_${string}` | "TOKENIZER_INVALID">,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(code, message, options);
  }
}

/** A file could not be brought from the hub. `status` is the HTTP status where there was one. */
export class DownloadError extends TasbError {
  /** HTTP status of the answer, where there was one. */
  readonly status: number | undefined;
  /** What was asked for, where it is known. */
  readonly url: string | undefined;

  constructor(
    code: Extract<ErrorCode, `DOWNLOAD_${string}` | "OFFLINE">,
    message: string,
    options?: { cause?: unknown; status?: number; url?: string },
  ) {
    super(code, message, options);
    this.status = options?.status;
    this.url = options?.url;
  }
}

/** The inference engine could not be loaded, failed, or was lost. */
export class InferenceError extends TasbError {
  constructor(
    code: Extract<ErrorCode, "ENGINE_UNAVAILABLE" | `INFERENCE_${string}` | "QUEUE_FULL">,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(code, message, options);
  }
}

/** Vectors of one model or precision met a collection made with another. */
export class FingerprintMismatchError extends TasbError {
  /** Fingerprint of the vectors that the collection holds. */
  readonly expected: string;
  /** Fingerprint of the embeddings that were given. */
  readonly actual: string;

  constructor(held: string, given: string, message?: string) {
    super(
      "FINGERPRINT_MISMATCH",
      message ??
        `The collection holds vectors of \`${held.slice(0, 120)}\`, but the embeddings given are ` +
          `\`${given.slice(0, 120)}\`. ` +
          "Scores of two models or precisions do not compare: use the same model, or index again.",
    );
    this.expected = held;
    this.actual = given;
  }
}

/** A metadata filter is malformed or uses an operator that does not exist. */
export class FilterError extends TasbError {
  constructor(message: string, options?: { cause?: unknown }) {
    super("FILTER_INVALID", message, options);
  }
}

/** A saved collection is missing, damaged, of another format version, in use, or not writable. */
export class SnapshotError extends TasbError {
  constructor(
    code: Extract<ErrorCode, `SNAPSHOT_${string}`>,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(code, message, options);
  }
}

/** A remote collection did not answer, or refused. */
export class CollectionUnavailableError extends TasbError {
  constructor(message: string, options?: { cause?: unknown }) {
    super("COLLECTION_UNAVAILABLE", message, options);
  }
}

/** A remote collection is not made as it is needed, or holds what this package did not write. */
export class CollectionError extends TasbError {
  constructor(
    code: Extract<ErrorCode, "COLLECTION_MISMATCH" | "COLLECTION_CORRUPT">,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(code, message, options);
  }
}

/** A passage that a server did not take. */
export interface RejectedPassage {
  /** The passage's id. */
  id: string;
  /** What the server said. */
  reason: string;
}

/** A server took some passages of an import and refused others. To add them again is safe. */
export class ImportError extends TasbError {
  /** Every passage that is not stored, or not in full. */
  readonly rejected: readonly RejectedPassage[];
  /** How many passages are stored. */
  readonly stored: number;

  constructor(rejected: readonly RejectedPassage[], stored: number) {
    const [first] = rejected;
    super(
      "IMPORT_INCOMPLETE",
      `The server refused ${rejected.length} of ${rejected.length + stored} passages; ` +
        `\`${first?.id ?? ""}\`: ${first?.reason ?? ""}`,
    );
    this.rejected = rejected;
    this.stored = stored;
  }
}

/** A language model, or the server where it is, refused or did not answer. */
export class LanguageModelError extends TasbError {
  constructor(message: string, options?: { cause?: unknown }) {
    super("LANGUAGE_MODEL_FAILED", message, options);
  }
}

/** A document, run, qrels or query file cannot be read. `line` counts from 1. */
export class FileFormatError extends TasbError {
  /** The file, where it is known. */
  readonly path: string | undefined;
  /** The line, from 1, where it is known. */
  readonly line: number | undefined;

  constructor(
    message: string,
    options?: { cause?: unknown; path?: string; line?: number; unreadable?: boolean },
  ) {
    const place =
      options?.path === undefined
        ? options?.line === undefined
          ? ""
          : `line ${options.line}: `
        : `${options.path}${options.line === undefined ? "" : `:${options.line}`}: `;
    super(
      options?.unreadable === true ? "FILE_UNREADABLE" : "FILE_FORMAT",
      place + message,
      options,
    );
    this.path = options?.path;
    this.line = options?.line;
  }
}

/** A short, safe rendering of any value for an error message: `` `0` (number) ``. */
export function describe(value: unknown): string {
  if (value === null) return "`null`";
  if (value === undefined) return "`undefined`";
  const type = Array.isArray(value) ? `array of ${value.length}` : typeof value;
  if (typeof value === "string") {
    return `\`${value.length > 80 ? `${value.slice(0, 77)}...` : value}\` (string)`;
  }
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") {
    return `\`${String(value)}\` (${type})`;
  }
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} of ${value.byteLength} bytes`;
  return type === "object" ? (value.constructor?.name ?? "object") : type;
}

/** `expected("k", "a positive integer", 0)` → the error to throw. */
export function expected(name: string, expectation: string, actual: unknown): InvalidArgumentError {
  return new InvalidArgumentError(
    `Expected \`${name}\` to be ${expectation}, got ${describe(actual)}.`,
  );
}

/** Throws `AbortedError` when the signal has fired. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new AbortedError(undefined, { cause: signal.reason });
}
