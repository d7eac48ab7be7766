// Weight files made byte by byte: what the golden ones of PyTorch do not show.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWeights } from "../../src/model/weights.js";
import { archive } from "./zip_archive.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tasb-weight-files-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function open(bytes: Uint8Array, format: "pytorch" | "safetensors" = "pytorch") {
  const path = join(folder, "weights");
  await writeFile(path, bytes);
  return openWeights(path, format);
}

const refused = (words: string | RegExp): object => ({
  code: "MODEL_FILE_INVALID",
  message: expect.stringMatching(words) as string,
});
const STOP = 0x2e;

describe("a zip archive", () => {
  const pickle = String.fromCharCode(0x7d, STOP);
  it.each<[string, { name: string; content: string }[], string]>([
    ["without data.pkl", [{ name: "a/b", content: "x" }], "without data.pkl"],
    ["whose data.pkl lies deeper", [{ name: "a/b/data.pkl", content: pickle }], "without data.pkl"],
    [
      "of a big-endian machine",
      [
        { name: "a/data.pkl", content: pickle },
        { name: "a/byteorder", content: "big" },
      ],
      "little-endian",
    ],
    [
      "whose pickle ends early",
      [{ name: "a/data.pkl", content: pickle.slice(0, 1) }],
      "ends early",
    ],
    ["whose pickle is a number", [{ name: "a/data.pkl", content: "K\u0001." }], "no dict"],
    ["without tensors", [{ name: "a/data.pkl", content: pickle }], "no tensors"],
  ])("%s is refused with that reason", async (_name, entries, words) => {
    await expect(open(archive(entries))).rejects.toMatchObject(refused(words));
  });
});

describe("a file of before PyTorch 1.6", () => {
  /** The number that torch.save writes first. */
  const magic = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
  const pickled = (...bytes: number[]): number[] => [...bytes, STOP];
  const protocol = pickled(0x80, 2, 0x4d, 0xe9, 0x03);
  const flag = Buffer.from("little_endian");
  const little = pickled(0x80, 2, 0x7d, 0x58, flag.length, 0, 0, 0, ...flag, 0x88, 0x73);
  const dict = pickled(0x80, 2, 0x7d);
  const list = (...items: number[]): number[] => pickled(0x80, 2, 0x5d, 0x28, ...items, 0x65);

  it.each<[string, number[][], string]>([
    ["of another format version", [pickled(0x80, 2, 0x4b, 7)], "format version is not 1001"],
    ["of a big-endian machine", [protocol, dict], "little-endian"],
    ["that is cut after its protocol", [protocol], "cut short"],
    ["with a storage nobody names", [protocol, little, dict, list(0x4b, 1)], "list of storages"],
    ["without tensors", [protocol, little, dict, list()], "no tensors"],
    ["whose storages are no list", [protocol, little, dict, pickled(0x4e)], "no tensors"],
  ])("%s is refused with that reason", async (_name, pickles, words) => {
    const bytes = Uint8Array.from([...magic, STOP, ...pickles.flat()]);
    await expect(open(bytes)).rejects.toMatchObject(refused(words));
  });
});

describe("a safetensors file", () => {
  function safetensors(header: object, data: number[]): Buffer {
    const json = Buffer.from(JSON.stringify(header));
    const start = Buffer.alloc(8);
    start.writeBigUInt64LE(BigInt(json.length));
    return Buffer.concat([start, json, Uint8Array.from(data)]);
  }

  it("may hold tensors of no values, int8 ones with no rows too", async () => {
    const file = safetensors(
      {
        none: { dtype: "F32", shape: [0, 3], data_offsets: [0, 0] },
        rows: { dtype: "I8", shape: [0, 4], data_offsets: [0, 0] },
        "rows.scale": { dtype: "F32", shape: [0], data_offsets: [0, 0] },
      },
      [],
    );
    const weights = await open(file, "safetensors");
    expect(weights.names().toSorted()).toEqual(["none", "rows"]);
    expect(await weights.read("rows")).toEqual(new Float32Array(0));
    await weights.close();
  });

  it("passes over int8 tensors whose scales do not fit them", async () => {
    const file = safetensors(
      {
        a: { dtype: "I8", shape: [2, 1], data_offsets: [0, 2] },
        "a.scale": { dtype: "F32", shape: [1], data_offsets: [2, 6] },
        b: { dtype: "I8", shape: [1], data_offsets: [6, 7] },
      },
      [1, 2, 0, 0, 0x80, 0x3f, 3],
    );
    const weights = await open(file, "safetensors");
    expect(weights.names()).toEqual(["a.scale"]);
    await weights.close();
  });

  it("with a very long name is refused with the beginning of it", async () => {
    const name = "n".repeat(5000);
    const opening = open(safetensors({ [name]: 7 }, []), "safetensors");
    await expect(opening).rejects.toMatchObject(refused(/`n{97}\.\.\.` is not an object/));
  });

  it("that names more tensors than any model has is refused", async () => {
    const entry = { dtype: "F32", shape: [0], data_offsets: [0, 0] };
    const header = Object.fromEntries(Array.from({ length: 100_001 }, (_, i) => [`t${i}`, entry]));
    await expect(open(safetensors(header, []), "safetensors")).rejects.toMatchObject(
      refused("names 100001 tensors"),
    );
  });
});
