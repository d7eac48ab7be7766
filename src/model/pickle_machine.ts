/**
 * Reads the pickles of `torch.save(state_dict)` and nothing else. It imports nothing and calls
 * nothing: a GLOBAL is a name compared with a short list, and the few calls on the list build plain
 * records here. Opcodes: Python's pickletools, protocol 2.
 */

import { ModelError } from "../errors.js";
import { isKind, kindOf, type PickledGlobal, type PickledValue } from "./pickled_values.js";
import { callAllowed, isAllowedName, readStorage } from "./torch_records.js";

/** Longest string; names of tensors have about 60 bytes. */
const MAX_STRING_BYTES = 1 << 16;

/** Thrown when the bytes end inside the pickle, so that a caller may come back with more. */
export class PickleEndsEarly extends Error {}

/**
 * Reads one pickle.
 *
 * @param start first byte of it in `bytes`.
 * @param maxSteps most opcodes executed, which bounds time and memory.
 * @param source names the file in errors.
 * @returns the value, the position after the pickle, and the class name of each storage it names
 *   by the storage's key.
 * @throws PickleEndsEarly, or ModelError MODEL_FILE_INVALID naming what is not allowed.
 */
export function readPickle(
  bytes: Uint8Array,
  start: number,
  maxSteps: number,
  source: string,
): PickleContents {
  return new PickleMachine(bytes, start, source).run(maxSteps);
}

/** What `readPickle` found. */
export interface PickleContents {
  readonly value: PickledValue;
  readonly end: number;
  readonly storageTypes: ReadonlyMap<string, string>;
}

const mark = Symbol("mark");

class PickleMachine {
  readonly #bytes: Buffer;
  readonly #source: string;
  #at: number;
  readonly #stack: (PickledValue | typeof mark)[] = [];
  readonly #storageTypes = new Map<string, string>();
  readonly #memo = new Map<number, PickledValue>();

  constructor(bytes: Uint8Array, start: number, source: string) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = start;
    this.#source = source;
  }

  run(maxSteps: number): PickleContents {
    for (let step = 0; step < maxSteps; step++) {
      const opcode = this.#bytes[this.#take(1)]!;
      if (opcode === 0x2e /* STOP */) {
        return { value: this.#pop(), end: this.#at, storageTypes: this.#storageTypes };
      }
      this.#execute(opcode);
    }
    throw this.#invalid(`its pickle has more than ${maxSteps} steps`);
  }

  #execute(opcode: number): void {
    const stack = this.#stack;
    switch (opcode) {
      case 0x80: /* PROTO */ {
        const protocol = this.#bytes[this.#take(1)]!;
        if (protocol > 2) throw this.#invalid(`its pickle has protocol ${protocol}, not 2`);
        return;
      }
      case 0x28: // MARK
        stack.push(mark);
        return;
      case 0x4e: // NONE
        stack.push(null);
        return;
      case 0x88: // NEWTRUE
      case 0x89: // NEWFALSE
        stack.push(opcode === 0x88);
        return;
      case 0x4a: // BININT
        stack.push(this.#bytes.readInt32LE(this.#take(4)));
        return;
      case 0x4b: // BININT1
        stack.push(this.#bytes[this.#take(1)]!);
        return;
      case 0x4d: // BININT2
        stack.push(this.#bytes.readUInt16LE(this.#take(2)));
        return;
      case 0x8a: // LONG1
        stack.push(this.#long(this.#bytes[this.#take(1)]!));
        return;
      case 0x47: // BINFLOAT
        stack.push(this.#bytes.readDoubleBE(this.#take(8)));
        return;
      case 0x58: // BINUNICODE
        stack.push(this.#string(this.#bytes.readUInt32LE(this.#take(4)), "utf8"));
        return;
      case 0x54: // BINSTRING, from Python 2
        stack.push(this.#string(this.#bytes.readUInt32LE(this.#take(4)), "latin1"));
        return;
      case 0x55: // SHORT_BINSTRING, from Python 2
        stack.push(this.#string(this.#bytes[this.#take(1)]!, "latin1"));
        return;
      case 0x63: // GLOBAL
        stack.push(this.#global());
        return;
      case 0x71: // BINPUT
        this.#memo.set(this.#bytes[this.#take(1)]!, this.#top());
        return;
      case 0x72: // LONG_BINPUT
        this.#memo.set(this.#bytes.readUInt32LE(this.#take(4)), this.#top());
        return;
      case 0x68: // BINGET
        stack.push(this.#recall(this.#bytes[this.#take(1)]!));
        return;
      case 0x6a: // LONG_BINGET
        stack.push(this.#recall(this.#bytes.readUInt32LE(this.#take(4))));
        return;
      default:
        this.#build(opcode);
    }
  }

  #build(opcode: number): void {
    const stack = this.#stack;
    switch (opcode) {
      case 0x7d: // EMPTY_DICT
        stack.push({ kind: "dictionary", entries: [] });
        return;
      case 0x5d: // EMPTY_LIST
      case 0x29: // EMPTY_TUPLE
        stack.push({ kind: "sequence", items: [] });
        return;
      case 0x74: // TUPLE
        stack.push({ kind: "sequence", items: this.#popToMark() });
        return;
      case 0x85: // TUPLE1
      case 0x86: // TUPLE2
      case 0x87: /* TUPLE3 */ {
        const items = [this.#pop()];
        while (items.length < opcode - 0x84) items.unshift(this.#pop());
        stack.push({ kind: "sequence", items });
        return;
      }
      case 0x61: // APPEND
        this.#append([this.#pop()]);
        return;
      case 0x65: // APPENDS
        this.#append(this.#popToMark());
        return;
      case 0x73: /* SETITEM */ {
        const value = this.#pop();
        this.#setItems([this.#pop(), value]);
        return;
      }
      case 0x75: // SETITEMS
        this.#setItems(this.#popToMark());
        return;
      case 0x62: /* BUILD */ {
        // The state of an OrderedDict is its `_metadata`: module versions, of no use here.
        this.#pop();
        if (kindOf(this.#top()) !== "dictionary") {
          throw this.#invalid("its pickle sets the state of something that is not a dict");
        }
        return;
      }
      case 0x51: // BINPERSID
        this.#pushStorage(this.#pop());
        return;
      case 0x52: /* REDUCE */ {
        const args = this.#pop();
        stack.push(callAllowed(this.#pop(), args, this.#invalid));
        return;
      }
      default:
        throw this.#invalid(
          `its pickle has the opcode 0x${opcode.toString(16).padStart(2, "0")}, ` +
            "which no state dict needs",
        );
    }
  }

  /** Position of the next `count` bytes, which are then consumed. */
  #take(count: number): number {
    const position = this.#at;
    if (position + count > this.#bytes.length) {
      throw new PickleEndsEarly(`${this.#source}: the pickle ends early`);
    }
    this.#at += count;
    return position;
  }

  #string(length: number, encoding: "utf8" | "latin1"): string {
    if (length > MAX_STRING_BYTES) {
      throw this.#invalid(`its pickle has a string of ${length} bytes`);
    }
    const position = this.#take(length);
    return this.#bytes.toString(encoding, position, position + length);
  }

  /** Little-endian two's complement. */
  #long(length: number): number | bigint {
    if (length > 16) throw this.#invalid(`its pickle has an integer of ${length} bytes`);
    const position = this.#take(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--)
      value = (value << 8n) | BigInt(this.#bytes[position + i]!);
    value = BigInt.asIntN(length * 8, value);
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }

  #line(): string {
    const from = this.#at;
    const end = this.#bytes.indexOf(0x0a, from);
    const length = end < 0 ? this.#bytes.length - from : end - from;
    if (length > 256) throw this.#invalid("its pickle has a name of more than 256 bytes");
    this.#take(length + 1);
    return this.#bytes.toString("utf8", from, from + length);
  }

  #global(): PickledGlobal {
    const name = `${this.#line()} ${this.#line()}`;
    if (!isAllowedName(name)) {
      throw this.#invalid(
        `its pickle asks for \`${name.replace(" ", ".")}\`, which is not part of a plain state ` +
          "dict. Nothing was run. Convert the file to safetensors, or get it from a source you trust",
      );
    }
    return { kind: "global", name };
  }

  #recall(key: number): PickledValue {
    const value = this.#memo.get(key);
    if (value === undefined) throw this.#invalid("its pickle recalls what it never stored");
    return value;
  }

  #top(): PickledValue {
    const value = this.#stack.at(-1);
    if (value === undefined || value === mark) throw this.#invalid("its pickle's stack is empty");
    return value;
  }

  #pop(): PickledValue {
    const value = this.#top();
    this.#stack.pop();
    return value;
  }

  #popToMark(): PickledValue[] {
    const from = this.#stack.lastIndexOf(mark);
    if (from < 0) throw this.#invalid("its pickle lacks a mark");
    return this.#stack.splice(from).filter((item) => item !== mark);
  }

  #append(items: PickledValue[]): void {
    const list = this.#top();
    if (!isKind(list, "sequence")) throw this.#invalid("its pickle appends to what is no list");
    for (const item of items) list.items.push(item);
  }

  #setItems(items: PickledValue[]): void {
    const dictionary = this.#top();
    if (!isKind(dictionary, "dictionary") || items.length % 2 !== 0) {
      throw this.#invalid("its pickle sets items of what is no dict");
    }
    for (let i = 0; i < items.length; i += 2) {
      dictionary.entries.push([items[i]!, items[i + 1]!]);
    }
  }

  #pushStorage(id: PickledValue): void {
    const storage = readStorage(id, this.#invalid);
    this.#storageTypes.set(storage.key, storage.type);
    this.#stack.push(storage);
  }

  readonly #invalid = (reason: string): ModelError =>
    new ModelError("MODEL_FILE_INVALID", `${this.#source} cannot be read: ${reason}.`);
}
