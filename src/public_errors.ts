/** The errors that every entry gives out, without what makes them. */

export {
  AbortedError,
  CollectionUnavailableError,
  DisposedError,
  DownloadError,
  FileFormatError,
  FilterError,
  FingerprintMismatchError,
  InferenceError,
  InvalidArgumentError,
  LanguageModelError,
  ModelError,
  NotSupportedError,
  SnapshotError,
  TasbError,
  type ErrorCode,
} from "./errors.js";
