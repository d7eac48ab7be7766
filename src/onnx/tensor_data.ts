/** Tensors as they travel between the calling thread and the inference worker. */

/** What an element of each tensor type is held in; `int64` needs 64-bit integers. */
export interface TensorArrays {
  float32: Float32Array;
  int64: BigInt64Array;
  int32: Int32Array;
  int8: Int8Array;
  uint8: Uint8Array;
}

export type TensorType = keyof TensorArrays;

/** A dense row-major tensor: `data.length` is the product of `dims`. */
export type TensorData = {
  [Type in TensorType]: { type: Type; dims: readonly number[]; data: TensorArrays[Type] };
}[TensorType];

/** Inputs or outputs of a graph by name. */
export type NamedTensors = Record<string, TensorData>;

/**
 * The buffers of `tensors` that can be transferred (moved instead of copied): those a view covers
 * whole. A view into a larger buffer is copied, so that the rest of the buffer stays usable.
 */
export function transferableBuffers(tensors: NamedTensors): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const { data } of Object.values(tensors)) {
    const { buffer } = data;
    if (buffer instanceof ArrayBuffer && buffer.byteLength === data.byteLength) buffers.add(buffer);
  }
  return [...buffers];
}
