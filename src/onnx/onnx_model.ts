/**
 * A plain description of an ONNX graph (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto), which
 * model_writer.ts makes bytes of.
 */

/** Element types this package uses, with their numbers in `TensorProto.DataType`. */
export const ELEMENT_TYPES = {
  float32: { code: 1, bytes: 4 },
  uint8: { code: 2, bytes: 1 },
  int8: { code: 3, bytes: 1 },
  int32: { code: 6, bytes: 4 },
  int64: { code: 7, bytes: 8 },
} as const;

/** The type of a tensor's elements. */
export type ElementType = keyof typeof ELEMENT_TYPES;

/** A graph input or output. A string in `dims` names a size known only at run time. */
export interface ValueInfo {
  readonly name: string;
  readonly type: ElementType;
  readonly dims: readonly (number | string)[];
}

/** A node's attribute; JavaScript has one number type, so the ONNX type is spelled out. */
export type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly graph: Branch };

/** A graph inside an attribute: one way of an `If`. It may use every value of the graph around it. */
export interface Branch {
  readonly nodes: readonly GraphNode[];
  readonly output: { readonly name: string; readonly type: ElementType };
}

/** One operator call. An empty string in `inputs` leaves an optional one out. */
export interface GraphNode {
  readonly op: string;
  /** Operator set; default "" (the standard one). "com.microsoft" holds the fused operators. */
  readonly domain?: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

/** A constant tensor whose elements are at hand: row-major, little-endian, as typed arrays are. */
export interface Initializer {
  readonly name: string;
  readonly type: ElementType;
  readonly dims: readonly number[];
  readonly data: ArrayBufferView;
}

/** A constant tensor whose elements are read when their turn to be written comes. */
export interface StreamedInitializer {
  readonly name: string;
  readonly type: ElementType;
  readonly dims: readonly number[];
  readonly read: () => Promise<ArrayBufferView>;
}

/** A constant tensor whose elements are a part of another file, which the engine maps into memory. */
export interface ExternalInitializer {
  readonly name: string;
  readonly type: ElementType;
  readonly dims: readonly number[];
  /** The file, within `SessionOptions.externalFolder`, and where in it the elements begin, in bytes. */
  readonly external: { readonly file: string; readonly offset: number };
}

/** Any constant tensor. */
export type AnyInitializer = Initializer | StreamedInitializer | ExternalInitializer;

/** A model to write. */
export interface OnnxModel<I extends AnyInitializer = Initializer> {
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly nodes: readonly GraphNode[];
  readonly initializers: readonly I[];
}

/** A model of which some tensors are read while writing. */
export type StreamedOnnxModel = OnnxModel<Initializer | StreamedInitializer>;
