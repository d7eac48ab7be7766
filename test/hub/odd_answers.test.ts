/** What mirrors, proxies and old servers answer that the hub itself does not. */

import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { resolveModel, type ResolveOptions } from "../../src/model/resolve_model.js";
import { TestHub, commit } from "./test_hub.js";

let hub: TestHub;
let cacheDir: string;
beforeEach(async () => {
  hub = await TestHub.start();
  cacheDir = await mkdtemp(join(tmpdir(), "tasb-odd-"));
});
afterEach(async () => {
  await hub.close();
  await rm(cacheDir, { recursive: true });
});

const timing = { headers: 2000, idle: 300, attempts: 3, delay: 5, longestDelay: 2000 };
const weights = "model.safetensors";

function resolveTiny(options: ResolveOptions = {}): ReturnType<typeof resolveModel> {
  const fixed = { cacheDir, endpoint: hub.url, offline: false, timing };
  return resolveModel("owner/tiny", { ...fixed, ...options });
}

const blobFolder = (): string => join(cacheDir, "hub/models--owner--tiny/blobs");
const gets = (file: string): number =>
  hub.requests.filter((seen) => seen.file === file && seen.method === "GET").length;

/** Answers without the length, as servers do that compress or make what they send. */
function chunked(response: ServerResponse, content: Buffer | undefined, headers = {}): void {
  response.writeHead(200, { "x-repo-commit": commit, ...headers });
  if (content !== undefined) response.write(content);
  response.end();
}

/** The hub's files that are other ones, or none, in a folder. */
async function wrongFiles(directory: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const [file, content] of hub.files) {
    const here = await readFile(join(directory, file)).catch(() => undefined);
    if (here?.equals(content) !== true) wrong.push(file);
  }
  return wrong;
}

describe("a file whose length nobody tells", () => {
  it("is taken to its end", async () => {
    hub.interfere = ({ file, method }, _request, response) => {
      if (file !== "tokenizer.json") return false;
      chunked(response, method === "HEAD" ? undefined : hub.files.get(file)!);
      return true;
    };
    expect(await wrongFiles((await resolveTiny()).directory)).toEqual([]);
  });

  it("is cut off at the most that such a file may have", async () => {
    hub.interfere = ({ file, method }, _request, response) => {
      if (file !== "config.json") return false;
      chunked(response, method === "HEAD" ? undefined : Buffer.alloc(20 * 2 ** 20));
      return true;
    };
    await expect(resolveTiny()).rejects.toMatchObject({
      code: "DOWNLOAD_CORRUPT",
      message: expect.stringMatching(/more than the \d+ bytes such a file may have/) as string,
    });
  });

  it("is not taken for one of a length that is no number", async () => {
    hub.interfere = ({ file, method }, _request, response) => {
      if (file !== "tokenizer.json") return false;
      const content = method === "HEAD" ? undefined : hub.files.get(file)!;
      chunked(response, content, { "x-linked-size": "large" });
      return true;
    };
    expect(await wrongFiles((await resolveTiny()).directory)).toEqual([]);
  });
});

describe("a download that ended without an error", () => {
  it("but before its promised end goes on from there", async () => {
    let served = 0;
    hub.interfere = ({ file, method }, _request, response) => {
      if (file !== "tokenizer.json" || method !== "GET") return false;
      served += 1;
      if (served > 1) return false;
      chunked(response, hub.files.get(file)!.subarray(0, 5));
      return true;
    };
    expect(await wrongFiles((await resolveTiny()).directory)).toEqual([]);
    const [, second] = hub.requests.filter(
      ({ file, method }) => file === "tokenizer.json" && method === "GET",
    );
    expect(second!.range).toBe("bytes=5-");
  });

  it.each<[string, number, (content: Buffer) => Buffer]>([
    ["whole is not asked for again", 0, (content) => content],
    ["longer than the file is thrown away", 1, (content) => Buffer.concat([content, content])],
  ])("and left a part that is %s", async (_, asked, part) => {
    const { directory } = await resolveTiny();
    const content = readFileSync(join(directory, weights));
    const name = (await readdir(blobFolder())).find((one) => one.length === 64)!;
    await rm(join(directory, weights));
    await rm(join(blobFolder(), name));
    await writeFile(join(blobFolder(), `${name}.tasb.incomplete`), part(content));
    hub.requests.length = 0;
    expect(await wrongFiles((await resolveTiny()).directory)).toEqual([]);
    // The first answer sends on to the store of large files.
    expect(gets(weights)).toBe(2 * asked);
    expect(await readdir(blobFolder())).toContain(name);
  });
});

describe("a server that is busy when a file is asked for", () => {
  it.each(["Wed, 21 Oct 2015 07:28:00 GMT", "0", "soon", undefined])(
    "is asked again after the time it names: %s",
    async (after) => {
      let busy = 2;
      hub.interfere = ({ method }, _request, response) => {
        if (method !== "GET" || busy === 0) return false;
        busy -= 1;
        response.writeHead(503, after === undefined ? {} : { "retry-after": after }).end();
        return true;
      };
      expect(await wrongFiles((await resolveTiny()).directory)).toEqual([]);
      expect(gets("config.json")).toBe(3);
    },
  );

  it("is not waited for where it names a time too far away", async () => {
    const after = new Date(Date.now() + 3600 * 1000).toUTCString();
    hub.interfere = ({ method }, _request, response) => {
      if (method !== "GET") return false;
      response.writeHead(429, { "retry-after": after }).end();
      return true;
    };
    await expect(resolveTiny()).rejects.toMatchObject({ code: "DOWNLOAD_FAILED", status: 429 });
    expect(gets("config.json")).toBe(1);
  });

  it("is believed when it says that the file is gone by now", async () => {
    hub.interfere = ({ method }, _request, response) => {
      if (method !== "GET") return false;
      response.writeHead(410).end();
      return true;
    };
    await expect(resolveTiny()).rejects.toMatchObject({
      code: "DOWNLOAD_FAILED",
      status: 410,
      message: expect.stringContaining("answered with status 410") as string,
    });
  });
});

describe("a mirror", () => {
  it("that names no commit serves the one that was asked for, and no branch", async () => {
    hub.interfere = ({ file, method }, _request, response) => {
      const content = hub.files.get(file);
      if (content === undefined) return false;
      response.writeHead(200, { "content-length": content.length });
      response.end(method === "HEAD" ? undefined : content);
      return true;
    };
    const { directory, revision } = await resolveTiny({ revision: commit });
    expect(revision).toBe(commit);
    expect(await wrongFiles(directory)).toEqual([]);
    await rm(cacheDir, { recursive: true });
    await mkdir(cacheDir);
    await expect(resolveTiny()).rejects.toThrow(/names no commit/);
  });

  it("behind a password is given it, and nobody else is", async () => {
    const store = await TestHub.start(hub.files);
    hub.store = store;
    const endpoint = hub.url.replace("http://", "http://me:p%40ss@");
    expect(await wrongFiles((await resolveTiny({ endpoint })).directory)).toEqual([]);
    const basic = `Basic ${Buffer.from("me:p@ss").toString("base64")}`;
    expect(new Set(hub.requests.map(({ authorization }) => authorization))).toEqual(
      new Set([basic]),
    );
    expect(store.requests.length).toBeGreaterThan(0);
    expect(store.requests.every(({ authorization }) => authorization === undefined)).toBe(true);
    await store.close();
  });

  it("without any tokenizer has no model that can be used", async () => {
    hub.files.delete("tokenizer.json");
    await expect(resolveTiny()).rejects.toMatchObject({
      code: "MODEL_UNSUPPORTED",
      message: expect.stringContaining("neither tokenizer.json nor vocab.txt") as string,
    });
    expect(gets(weights)).toBe(0);
  });
});

describe("a copy in the cache", () => {
  it.each(["config.json", "tokenizer.json", weights])("without %s is not whole", async (file) => {
    const { directory } = await resolveTiny();
    await resolveTiny({ offline: true });
    await rm(join(directory, file));
    await expect(resolveTiny({ offline: true })).rejects.toMatchObject({ code: "OFFLINE" });
  });

  it("with a vocabulary needs the tokenizer's settings, or to know that there are none", async () => {
    hub.files.delete("tokenizer.json");
    hub.files.set("vocab.txt", Buffer.from("[PAD]\n[UNK]\n"));
    const { directory } = await resolveTiny();
    expect(await resolveTiny({ offline: true })).toMatchObject({ directory });
    const absent = join(directory, "../../.no_exist", commit, "tokenizer_config.json");
    await rm(absent);
    await expect(resolveTiny({ offline: true })).rejects.toMatchObject({ code: "OFFLINE" });
    await rm(join(directory, "vocab.txt"));
    await expect(resolveTiny({ offline: true })).rejects.toMatchObject({ code: "OFFLINE" });
  });

  it.each(['{"files": 5}', '{"files": {"config.json": 5}}', '{"files": {"config.json": {}}}', "{"])(
    "whose record of first hashes is damaged (%s) is completed all the same",
    async (record) => {
      const { directory } = await resolveTiny();
      const path = join(directory, `../../.tasb/${commit}.json`);
      await writeFile(path, record);
      await rm(join(directory, "tokenizer.json"));
      expect(await wrongFiles((await resolveTiny()).directory)).toEqual([]);
      expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({
        files: { "tokenizer.json": { size: hub.files.get("tokenizer.json")!.length } },
      });
    },
  );
});
