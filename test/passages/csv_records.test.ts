import { mkdtemp, open, rm, writeFile, type FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { csvRecords, recordText, type CsvRecord } from "../../src/passages/csv_records.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tasb-loaders-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function csv(content: string | Uint8Array, options = {}): Promise<CsvRecord[]> {
  const path = join(folder, "table.csv");
  await writeFile(path, content);
  const records: CsvRecord[] = [];
  for await (const record of csvRecords(path, options)) records.push(record);
  return records;
}

/** Every read of an open file. */
async function spiedReads() {
  const file = await open(join(folder, "any"), "w");
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the class is not exported
  const prototype = Object.getPrototypeOf(file) as FileHandle;
  await file.close();
  // oxlint-disable-next-line typescript/unbound-method -- called with its file below
  const read = prototype.read as (...args: never[]) => Promise<unknown>;
  return { read, reads: vi.spyOn(prototype as unknown as { read: typeof read }, "read") };
}

describe("csvRecords", () => {
  it("refuses a largest record that is no positive integer", async () => {
    for (const maxRecordSize of [0, 1.5, "9"]) {
      await expect(csv("a,b\n1,2\n", { maxRecordSize })).rejects.toThrow(/`maxRecordSize`/);
    }
  });

  it("names the fields by the first row, and knows the lines of each row", async () => {
    const content = '\ufeffname, text\r\nWhale,"Lives in\nthe ""sea""."\r\n\r\nBread,Baked\r\n';
    expect(await csv(content)).toEqual([
      {
        fields: [
          ["name", "Whale"],
          ["text", 'Lives in\nthe "sea".'],
        ],
        line: 2,
        endLine: 3,
        bytesRead: 46,
      },
      {
        fields: [
          ["name", "Bread"],
          ["text", "Baked"],
        ],
        line: 5,
        endLine: 5,
        bytesRead: 61,
      },
    ]);
  });

  it("counts a line break inside quotation marks once, of one character or of two", async () => {
    const rows = ["a,b", '1,"x\r\ny\r\nz"', '2,"x\ny"', '"3\r4",x', "5,6"];
    const lines = (await csv(rows.join("\r\n"))).map(({ line, endLine }) => [line, endLine]);
    expect(lines).toEqual([
      [2, 4],
      [5, 6],
      [7, 8],
      [9, 9],
    ]);
    const mixed = await csv("a,b\n1,2\r\n3,4\r\n5,6\n");
    expect(mixed.map(({ line, endLine }) => [line, endLine])).toEqual([
      [2, 2],
      [3, 3],
      [4, 4],
    ]);
  });

  it("names the line of an error that comes after such line breaks", async () => {
    await expect(csv('a,b\r\n1,"x\r\ny"\r\n2\r\n')).rejects.toMatchObject({ line: 4 });
    await expect(csv('a,b\r\n1,"x\r\ny"\r\n2,"z\r\n')).rejects.toMatchObject({
      line: 4,
      message: expect.stringMatching(/csv:4: Quote Not Closed: .* an opening quote\.$/) as unknown,
    });
  });

  it("says of a file whose disk fails while it is read that it cannot be read", async () => {
    const { read, reads } = await spiedReads();
    const cause = Object.assign(new Error("EIO: i/o error, read"), { code: "EIO" });
    reads.mockImplementation(function (this: FileHandle, ...args: never[]) {
      const fails = reads.mock.calls.length > 2;
      return fails ? Promise.reject(cause) : Reflect.apply(read, this, args);
    });
    try {
      await expect(csv(`a,b\n${"1,2\n".repeat(1e5)}`)).rejects.toMatchObject({
        code: "FILE_UNREADABLE",
        path: join(folder, "table.csv"),
        cause,
      });
    } finally {
      reads.mockRestore();
    }
  });

  it("reads to its end a file that is removed once it is being read", async () => {
    const { read, reads } = await spiedReads();
    reads.mockImplementation(async function (this: FileHandle, ...args: never[]) {
      await rm(join(folder, "table.csv"), { force: true });
      return Reflect.apply(read, this, args);
    });
    try {
      expect(await csv(`a,b\n${"1,2\n".repeat(1e5)}`)).toHaveLength(1e5);
    } finally {
      reads.mockRestore();
    }
  });

  it("finds the delimiter in the first row", async () => {
    for (const mark of [",", ";", "\t", "|"]) {
      const [record] = await csv(`"a,;",b,c`.replaceAll(/,(?!;)/g, mark) + `\n1${mark}2${mark}3\n`);
      expect(record?.fields.map(([, value]) => value)).toEqual(["1", "2", "3"]);
    }
  });

  it("gives back any fields that were written by the rules of CSV", async () => {
    const value = fc.string({ unit: "grapheme", maxLength: 12 }).filter((v) => !v.includes("\0"));
    const quoted = (v: string): string => `"${v.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(value, value), { maxLength: 6 }), async (rows) => {
        const lines = [["one", "two"], ...rows].map((row) => row.map(quoted).join(","));
        const records = await csv(`${lines.join("\n")}\n`);
        expect(records.map(({ fields }) => fields.map(([, v]) => v))).toEqual(rows);
      }),
      { numRuns: propertyRuns(40, 1000), seed: PROPERTY_SEED },
    );
  });

  it("refuses binary data, rows of another width, open quotation marks, endless records", async () => {
    await expect(csv(new Uint8Array([97, 0, 98]))).rejects.toThrow(/table\.csv: .*binary data/);
    await expect(csv("a,b\n1,2\n3\n")).rejects.toThrow(
      /table\.csv:3: Expected 2 fields, as in the first row, got 1/,
    );
    await expect(csv('a,b\n1,"open\n2,3\n')).rejects.toMatchObject({ code: "FILE_FORMAT" });
    const endless = csv(`a,b\n1,"${"x".repeat(5000)}"\n`, { maxRecordSize: 1000 });
    await expect(endless).rejects.toMatchObject({ code: "FILE_FORMAT" });
    const missing = csvRecords(join(folder, "none.csv")).next();
    await expect(missing).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
  });

  it("makes a text of a record that holds all of its values", () => {
    expect(
      recordText([
        ["title", "Whales"],
        ["Text", "Mammals."],
        ["year", "1999"],
        ["empty", " "],
      ]),
    ).toBe("Whales\nMammals.\nyear: 1999");
  });
});
