/** How a graph is run. */
export interface SessionOptions {
  /**
   * Threads inside one operator. Default: `os.availableParallelism()`, which respects the CPU
   * limit of a container where the engine's own default does not. At least 1.
   */
  threads?: number;
  /**
   * Threads that wait for work by spinning for a short while. Default false: on a machine with few
   * cores a spinning thread takes the core the event loop needs.
   */
  allowSpinning?: boolean;
  /** Graph optimisations. Default "all"; "disabled" runs the graph as it is written. */
  optimization?: "all" | "extended" | "basic" | "disabled";
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
  /**
   * Further configuration entries of ONNX Runtime, by their full names, for example
   * `{ "session.dynamic_block_base": "4" }`. Default none.
   */
  configuration?: Record<string, string>;
}

/** A model as the bytes of an ONNX file, or as its path (external data is looked up beside it). */
export type ModelSource = { bytes: Uint8Array } | { path: string };
