/** The errors that every entry gives out, without what makes them. */

export {
  AbortedError,
  CollectionError,
  CollectionUnavailableError,
  DisposedError,
  DownloadError,
  FileFormatError,
  FilterError,
  FingerprintMismatchError,
  ImportError,
  InferenceError,
  InvalidArgumentError,
  LanguageModelError,
  ModelError,
  NotSupportedError,
  SnapshotError,
  TasbError,
  type ErrorCode,
  type RejectedPassage,
} from "./errors.js";
