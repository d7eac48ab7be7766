/** How a graph is run. */
export interface SessionOptions {
  /**
   * Threads inside one operator. Default: `os.availableParallelism()`, which respects the CPU
   * limit of a container where the engine's own default does not. At least 1.
   */
  threads?: number;
  /** Graph optimisations. Default "all"; "disabled" runs the graph as it is written. */
  optimization?: "all" | "disabled";
  /**
   * Keep a pool of scratch memory between runs. Default true. It grows to the largest batch seen
   * and is freed when the session closes.
   */
  memoryPool?: boolean;
  /**
   * Folder of the files that hold external constants, absolute, of a model given as bytes. The engine
   * maps them into memory: they must not change while the session is open. Default: none.
   */
  externalFolder?: string;
}

/** A model as the bytes of an ONNX file, or as its path (external data is looked up beside it). */
export type ModelSource = { bytes: Uint8Array } | { path: string };
