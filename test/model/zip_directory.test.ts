import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readZipDirectory } from "../../src/model/zip_directory.js";
import { archive, type Written } from "./zip_archive.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tasb-zip-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function contents(bytes: Buffer): Promise<Record<string, string>> {
  const path = join(folder, "archive.zip");
  await writeFile(path, bytes);
  const file = await open(path);
  try {
    const entries = await readZipDirectory(file, bytes.length, path);
    return Object.fromEntries(
      [...entries].map(([name, { position, length }]) => [
        name,
        bytes.toString("utf8", position, position + length),
      ]),
    );
  } finally {
    await file.close();
  }
}

const two: Written[] = [
  { name: "model/data.pkl", content: "pickle" },
  { name: "model/data/0", content: "numbers" },
];
const wanted = { "model/data.pkl": "pickle", "model/data/0": "numbers" };

describe("the directory of a zip archive", () => {
  it("says where each entry's bytes lie", async () => {
    expect(await contents(archive(two))).toEqual(wanted);
  });

  it("is found before a comment", async () => {
    expect(await contents(archive(two, { comment: "written by hand" }))).toEqual(wanted);
  });

  it("is found through a zip64 end", async () => {
    expect(await contents(archive(two, { zip64: true }))).toEqual(wanted);
  });

  it("takes sizes and places from a zip64 field, other programs' fields passed over", async () => {
    const entries = two.map((entry) => ({ ...entry, zip64: true }));
    expect(await contents(archive(entries))).toEqual(wanted);
  });
});

describe("a zip archive is refused with MODEL_FILE_INVALID", () => {
  const refused: Record<string, [Buffer, RegExp]> = {
    "when an entry is compressed": [
      archive([{ ...two[0]!, method: 8 }]),
      /`model\/data\.pkl` is compressed or encrypted/,
    ],
    "when an entry is encrypted": [archive([{ ...two[0]!, flags: 1 }]), /compressed or encrypted/],
    "when two entries have one name": [archive([two[0]!, two[0]!]), /contradicts itself/],
    "when a zip64 field is missing": [
      archive([{ ...two[0]!, zip64: true, extra: Buffer.alloc(0) }]),
      /zip64 fields are damaged/,
    ],
    "when a zip64 field is shorter than its values": [
      archive([
        { ...two[0]!, zip64: true, extra: Buffer.from([1, 0, 8, 0, 6, 0, 0, 0, 0, 0, 0, 0]) },
      ]),
      /zip64 fields are damaged/,
    ],
    "when a field reaches past the entry": [
      archive([{ ...two[0]!, zip64: true, extra: Buffer.from([1, 0, 99, 0]) }]),
      /zip64 fields are damaged/,
    ],
    "when it counts more entries than a model has": [
      archive(two, { zip64: true, change: ({ end64 }) => end64.writeBigUInt64LE(20_001n, 32) }),
      /20001 zip entries/,
    ],
    "when its zip64 end lies outside the file": [
      archive(two, {
        zip64: true,
        change: ({ locator }) => locator.writeBigUInt64LE(1n << 62n, 8),
      }),
      /zip64 directory lies outside the file/,
    ],
    "when its zip64 end is damaged": [
      archive(two, { zip64: true, change: ({ end64 }) => end64.writeUInt32LE(7, 0) }),
      /zip64 end is damaged/,
    ],
    "when the pointer to its zip64 end is damaged": [
      archive(two, { zip64: true, change: ({ locator }) => locator.writeUInt32LE(7, 0) }),
      /directory lies outside the file|zip entries/,
    ],
    "when its directory lies outside the file": [
      archive(two, { change: ({ end }) => end.writeUInt32LE(1 << 20, 16) }),
      /zip directory lies outside the file/,
    ],
    "when its directory is damaged": [
      archive(two, { change: ({ directory }) => directory.writeUInt32LE(7, 0) }),
      /zip directory is damaged/,
    ],
    "when an entry's name is longer than the directory": [
      archive(two, { change: ({ directory }) => directory.writeUInt16LE(5000, 28) }),
      /zip directory is cut short/,
    ],
    "when an entry lies outside the file": [
      archive(two, { change: ({ directory }) => directory.writeUInt32LE(1 << 20, 42) }),
      /a zip entry lies outside the file/,
    ],
    "when an entry's own header is damaged": [
      archive(two, { change: ({ directory }) => directory.writeUInt32LE(5, 42) }),
      /a zip entry is damaged/,
    ],
    "when an entry reaches past the end of the file": [
      archive(two, {
        change: ({ directory }) => {
          directory.writeUInt32LE(1 << 20, 20);
          directory.writeUInt32LE(1 << 20, 24);
        },
      }),
      /reaches past the end of the file/,
    ],
    "when its end is missing": [archive(two).subarray(0, -22), /zip directory is missing/],
  };
  it.each(Object.entries(refused))("%s", async (_, [bytes, message]) => {
    await expect(contents(bytes)).rejects.toMatchObject({
      code: "MODEL_FILE_INVALID",
      message: expect.stringMatching(message) as string,
    });
  });
});
