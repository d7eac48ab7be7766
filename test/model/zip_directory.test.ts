import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readZipDirectory } from "../../src/model/zip_directory.js";

interface Written {
  name: string;
  content: string;
  /** Sizes and place of the entry stand in a zip64 field. */
  zip64?: boolean;
  method?: number;
  flags?: number;
  /** Bytes of the extra field, in place of the right ones. */
  extra?: Buffer;
}

interface Ending {
  /** The directory's place and counts stand in a zip64 end. */
  zip64?: boolean;
  comment?: string;
  /** Changes the archive's ending before it is written. */
  change?: (parts: { directory: Buffer; end64: Buffer; locator: Buffer; end: Buffer }) => void;
}

/** An archive of entries stored without compression (PKWARE APPNOTE 6.3.10). */
function archive(entries: readonly Written[], ending: Ending = {}): Buffer {
  const body: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const { name, content, zip64 = false, method = 0, flags = 0, extra } of entries) {
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(Buffer.byteLength(name), 26);
    const wide = Buffer.alloc(28);
    wide.writeUInt16LE(1, 0);
    wide.writeUInt16LE(24, 2);
    wide.writeBigUInt64LE(BigInt(content.length), 4);
    wide.writeBigUInt64LE(BigInt(content.length), 12);
    wide.writeBigUInt64LE(BigInt(at), 20);
    // Another program's field stands before it.
    const other = Buffer.from([0x99, 0x00, 0x02, 0x00, 0xaa, 0xbb]);
    const field = extra ?? (zip64 ? Buffer.concat([other, wide]) : Buffer.alloc(0));
    const header = Buffer.alloc(46);
    header.writeUInt32LE(0x02014b50, 0);
    header.writeUInt16LE(flags, 8);
    header.writeUInt16LE(method, 10);
    header.writeUInt32LE(zip64 ? 0xffffffff : content.length, 20);
    header.writeUInt32LE(zip64 ? 0xffffffff : content.length, 24);
    header.writeUInt16LE(Buffer.byteLength(name), 28);
    header.writeUInt16LE(field.length, 30);
    header.writeUInt32LE(zip64 ? 0xffffffff : at, 42);
    central.push(header, Buffer.from(name), field);
    body.push(local, Buffer.from(name), Buffer.from(content));
    at += 30 + Buffer.byteLength(name) + content.length;
  }
  const directory = Buffer.concat(central);
  const end64 = Buffer.alloc(56);
  end64.writeUInt32LE(0x06064b50, 0);
  end64.writeBigUInt64LE(BigInt(entries.length), 24);
  end64.writeBigUInt64LE(BigInt(entries.length), 32);
  end64.writeBigUInt64LE(BigInt(directory.length), 40);
  end64.writeBigUInt64LE(BigInt(at), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(at + directory.length), 8);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(ending.zip64 === true ? 0xffff : entries.length, 10);
  end.writeUInt32LE(ending.zip64 === true ? 0xffffffff : directory.length, 12);
  end.writeUInt32LE(ending.zip64 === true ? 0xffffffff : at, 16);
  const comment = Buffer.from(ending.comment ?? "");
  end.writeUInt16LE(comment.length, 20);
  ending.change?.({ directory, end64, locator, end });
  return Buffer.concat([
    ...body,
    directory,
    ...(ending.zip64 === true ? [end64, locator] : []),
    end,
    comment,
  ]);
}

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
