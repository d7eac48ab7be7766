/** What the readers of weight files have in common. */

/** A file's tensors under the names it uses itself. */
export interface TensorFile {
  readonly tensors: ReadonlyMap<string, TensorEntry>;
}

/** One tensor that can be read as float32. */
export interface TensorEntry {
  /** Dimensions, outermost first; [] for a scalar. */
  readonly shape: readonly number[];
  /** Values in row-major order, a new array at every call. */
  read(): Promise<Float32Array>;
}
