/**
 * Writes ONNX models: a plain description of a graph becomes the bytes of a `ModelProto`
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). Tensors are written one at a time, so
 * a model may be far larger than the memory used to write it.
 */

import type { FileHandle } from "node:fs/promises";

import { InvalidArgumentError, NotSupportedError, throwIfAborted } from "../errors.js";
import {
  ELEMENT_TYPES,
  type AnyInitializer,
  type Attribute,
  type Branch,
  type ExternalInitializer,
  type GraphNode,
  type Initializer,
  type OnnxModel,
  type StreamedInitializer,
  type StreamedOnnxModel,
  type ValueInfo,
} from "./onnx_model.js";
import { MessageWriter } from "./protobuf.js";

/** Version 10 of the file format and 21 of the operators: ONNX Runtime 1.18 and later read them. */
const IR_VERSION = 10;
const OPSET_VERSION = 21;

/** Protocol-buffer readers refuse larger messages. */
const LARGEST_FILE = 2 ** 31 - 1;

/** The bytes of `model`. */
export function writeModel(model: OnnxModel<Initializer | ExternalInitializer>): Uint8Array {
  const layout = layOut(model);
  const bytes = new Uint8Array(layout.length);
  let at = 0;
  const append = (part: Uint8Array): void => {
    bytes.set(part, at);
    at += part.length;
  };
  append(layout.head);
  for (const { initializer, header } of layout.tensors) {
    append(header);
    if ("data" in initializer) append(elementBytes(initializer, initializer.data));
  }
  append(layout.tail);
  return bytes;
}

/** The bytes of a model with streamed tensors: needs the file's size and one tensor of memory. */
export async function writeStreamedModel(
  model: StreamedOnnxModel,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<Uint8Array> {
  const layout = layOut(model);
  const bytes = new Uint8Array(layout.length);
  let at = 0;
  await stream(layout, options.signal, (part) => {
    bytes.set(part, at);
    at += part.length;
    return Promise.resolve();
  });
  return bytes;
}

/**
 * Writes a model to an open file from its current position on: needs the memory of its largest
 * tensor. Neither syncs nor closes the file.
 *
 * @returns the number of bytes written
 */
export async function writeModelFile(
  file: FileHandle,
  model: StreamedOnnxModel,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<number> {
  const layout = layOut(model);
  await stream(layout, options.signal, async (part) => {
    for (let done = 0; done < part.length;) {
      done += (await file.write(part, done, part.length - done)).bytesWritten;
    }
  });
  return layout.length;
}

interface Layout<I> {
  /** Everything before the first tensor. */
  readonly head: Uint8Array;
  /** Each tensor's own fields, up to where its elements begin. */
  readonly tensors: readonly { readonly initializer: I; readonly header: Uint8Array }[];
  readonly tail: Uint8Array;
  readonly length: number;
}

/** Sizes are known from shapes alone, so that lengths can be written ahead of the elements. */
function layOut<I extends AnyInitializer>(model: OnnxModel<I>): Layout<I> {
  const nodes = new MessageWriter();
  const domains = new Set([""]);
  for (const node of model.nodes) {
    addDomains(node, domains);
    nodes.message(1, nodeMessage(node));
  }
  nodes.text(2, "graph");

  let tensorLength = 0;
  const tensors = model.initializers.map((initializer) => {
    const fields = new MessageWriter();
    for (const size of initializer.dims) fields.integer(1, size);
    fields.integer(2, ELEMENT_TYPES[initializer.type].code);
    fields.text(8, initializer.name);
    let elements = byteLength(initializer);
    if ("external" in initializer) {
      const { file, offset } = initializer.external;
      const place = { location: file, offset: String(offset), length: String(elements) };
      for (const [key, value] of Object.entries(place)) {
        fields.message(13, new MessageWriter().text(1, key).text(2, value).bytes);
      }
      fields.integer(14, 1);
      elements = 0;
    } else {
      fields.header(9, elements);
    }
    const header = new MessageWriter();
    header.header(5, fields.bytes.length + elements);
    const both = Buffer.concat([header.bytes, fields.bytes]);
    tensorLength += both.length + elements;
    return { initializer, header: both };
  });

  const tail = new MessageWriter();
  for (const input of model.inputs) tail.message(11, valueMessage(input));
  for (const output of model.outputs) tail.message(12, valueMessage(output));
  const graphLength = nodes.bytes.length + tensorLength + tail.bytes.length;

  const head = new MessageWriter().integer(1, IR_VERSION).text(2, "langchain-tasb");
  for (const domain of domains) {
    const opset = new MessageWriter().text(1, domain);
    head.message(8, opset.integer(2, domain === "" ? OPSET_VERSION : 1).bytes);
  }
  head.header(7, graphLength);
  const length = head.bytes.length + graphLength;
  if (length > LARGEST_FILE) {
    throw new NotSupportedError(
      `Expected a model of at most ${LARGEST_FILE} bytes, the largest an ONNX file can hold, ` +
        `got one of ${length}.`,
    );
  }
  return {
    head: Buffer.concat([head.bytes, nodes.bytes]),
    tensors,
    tail: tail.bytes,
    length,
  };
}

function addDomains({ domain = "", attributes = {} }: GraphNode, domains: Set<string>): void {
  domains.add(domain);
  for (const attribute of Object.values(attributes)) {
    if ("graph" in attribute) attribute.graph.nodes.forEach((node) => addDomains(node, domains));
  }
}

async function stream(
  layout: Layout<Initializer | StreamedInitializer>,
  signal: AbortSignal | undefined,
  append: (part: Uint8Array) => Promise<void>,
): Promise<void> {
  await append(layout.head);
  for (const { initializer, header } of layout.tensors) {
    throwIfAborted(signal);
    await append(header);
    const data = "data" in initializer ? initializer.data : await initializer.read();
    await append(elementBytes(initializer, data));
  }
  await append(layout.tail);
}

function byteLength({ type, dims }: AnyInitializer): number {
  return dims.reduce((product, size) => product * size, ELEMENT_TYPES[type].bytes);
}

function elementBytes(
  initializer: Initializer | StreamedInitializer,
  data: ArrayBufferView,
): Uint8Array {
  const expectedLength = byteLength(initializer);
  if (data.byteLength !== expectedLength) {
    throw new InvalidArgumentError(
      `Expected the tensor \`${initializer.name}\` (${initializer.type} ` +
        `[${initializer.dims.join(", ")}]) to have ${expectedLength} bytes, ` +
        `got ${data.byteLength}.`,
    );
  }
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function nodeMessage(node: GraphNode): Uint8Array {
  const message = new MessageWriter();
  for (const input of node.inputs) message.text(1, input);
  message.text(2, node.output);
  // The output names the node too: unique in a graph, and what a profile then shows.
  message.text(3, node.output);
  message.text(4, node.op);
  for (const [name, attribute] of Object.entries(node.attributes ?? {})) {
    message.message(5, attributeMessage(name, attribute));
  }
  if (node.domain !== undefined) message.text(7, node.domain);
  return message.bytes;
}

function attributeMessage(name: string, attribute: Attribute): Uint8Array {
  const message = new MessageWriter().text(1, name);
  if ("int" in attribute) return message.integer(3, attribute.int).integer(20, 2).bytes;
  if ("float" in attribute) return message.float(2, attribute.float).integer(20, 1).bytes;
  return message.message(6, branchMessage(attribute.graph)).integer(20, 5).bytes;
}

/** Without the output's shape, which the engine infers. */
function branchMessage({ nodes, output }: Branch): Uint8Array {
  const message = new MessageWriter();
  for (const node of nodes) message.message(1, nodeMessage(node));
  message.text(2, output.name);
  const tensor = new MessageWriter().integer(1, ELEMENT_TYPES[output.type].code);
  const type = new MessageWriter().message(1, tensor.bytes);
  const value = new MessageWriter().text(1, output.name).message(2, type.bytes);
  return message.message(12, value.bytes).bytes;
}

function valueMessage(value: ValueInfo): Uint8Array {
  const shape = new MessageWriter();
  for (const size of value.dims) {
    const dimension = new MessageWriter();
    if (typeof size === "number") dimension.integer(1, size);
    else dimension.text(2, size);
    shape.message(1, dimension.bytes);
  }
  const tensor = new MessageWriter().integer(1, ELEMENT_TYPES[value.type].code);
  tensor.message(2, shape.bytes);
  const type = new MessageWriter().message(1, tensor.bytes);
  return new MessageWriter().text(1, value.name).message(2, type.bytes).bytes;
}
