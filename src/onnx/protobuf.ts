/**
 * The part of the protocol-buffer wire format that ONNX files need (write only):
 * https://protobuf.dev/programming-guides/encoding/
 */

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;
const utf8 = new TextEncoder();

/** Collects the bytes of one message. Its size stays small: tensors never go through here. */
export class MessageWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  /** The message so far, as a view that the next write may invalidate. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** An int64 or enum field. */
  integer(field: number, value: number | bigint): this {
    this.#varint(BigInt((field << 3) | VARINT));
    this.#varint(BigInt.asUintN(64, BigInt(value)));
    return this;
  }

  /** A float (32-bit) field. */
  float(field: number, value: number): this {
    this.#varint(BigInt((field << 3) | FIXED32));
    this.#reserve(4);
    new DataView(this.#bytes.buffer).setFloat32(this.#length, value, true);
    this.#length += 4;
    return this;
  }

  /** A string field, as UTF-8. */
  text(field: number, value: string): this {
    return this.message(field, utf8.encode(value));
  }

  /** A bytes field or an embedded message. */
  message(field: number, value: Uint8Array): this {
    this.header(field, value.length);
    this.#reserve(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
    return this;
  }

  /** The tag and length of a bytes field or message whose content is written elsewhere. */
  header(field: number, length: number): this {
    this.#varint(BigInt((field << 3) | LENGTH_DELIMITED));
    this.#varint(BigInt(length));
    return this;
  }

  #varint(value: bigint): void {
    this.#reserve(10);
    let rest = value;
    while (rest >= 0x80n) {
      this.#bytes[this.#length] = Number(rest & 0x7fn) | 0x80;
      this.#length += 1;
      rest >>= 7n;
    }
    this.#bytes[this.#length] = Number(rest);
    this.#length += 1;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    grown.set(this.bytes);
    this.#bytes = grown;
  }
}
