/** Typed arrays as bytes in files: little-endian, whatever the machine. */

export type NumberArray = Float32Array | Uint8Array | Uint16Array | Uint32Array;

const machineIsLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The bytes of an array; on a little-endian machine a view on the same memory. */
export function toLittleEndian(values: NumberArray): Uint8Array {
  const { buffer, byteOffset, byteLength, BYTES_PER_ELEMENT } = values;
  const view = new Uint8Array(buffer, byteOffset, byteLength);
  return machineIsLittleEndian ? view : swapBytes(view.slice(), BYTES_PER_ELEMENT);
}

/** Makes the machine's byte order of freshly read little-endian bytes, in place. */
export function fromLittleEndian(bytes: Uint8Array, bytesPerElement: number): Uint8Array {
  return machineIsLittleEndian ? bytes : swapBytes(bytes, bytesPerElement);
}

/** Reverses the bytes of each number, in place. */
export function swapBytes(bytes: Uint8Array, bytesPerElement: number): Uint8Array {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytesPerElement === 2) buffer.swap16();
  if (bytesPerElement === 4) buffer.swap32();
  return bytes;
}
