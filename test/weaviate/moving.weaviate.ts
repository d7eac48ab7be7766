/** `tasb push` and `tasb pull` between a folder and a real server. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { runProgram } from "../../src/cli/program.js";
import { Terminal } from "../../src/cli/terminal.js";
import { LocalCollection } from "../../src/collection/local_collection.js";
import type { Passage } from "../../src/collection/passage_collection.js";
import { ReferenceIndex } from "../../src/dense/reference_index.js";
import { WeaviateCollection } from "../../src/weaviate/weaviate_collection.js";
import { generator } from "../mutations.js";
import { startServers, type Servers } from "./weaviate_server.js";

const DIMENSION = 8;
const COUNT = 300;

let servers: Servers;
let folder = "";
let local: LocalCollection;

async function tasb(...args: string[]): Promise<{ code: number; stderr: string }> {
  let stderr = "";
  const code = await runProgram(args, {
    stdout: new Terminal({ write: () => undefined }),
    stderr: new Terminal({ write: (text) => (stderr += text) }),
    signal: new AbortController().signal,
  });
  return { code, stderr };
}

const connect = (): Promise<WeaviateCollection> =>
  WeaviateCollection.connect({
    hosts: servers.addresses,
    name: "Moved",
    bm25: { analyzer: "unicode", k1: 1.2 },
  });

async function everything(
  collection: WeaviateCollection | LocalCollection,
): Promise<{ passage: Passage; vectors: Float32Array }[]> {
  const all = [];
  for await (const one of collection.scan()) all.push(one);
  return all;
}

beforeAll(async () => {
  servers = await startServers(1);
  folder = await mkdtemp(join(tmpdir(), "tasb-moving-"));
  const random = generator(7);
  const windowsPerPassage = Uint32Array.from({ length: COUNT }, (_, i) => (i % 10 === 0 ? 3 : 1));
  const rows = windowsPerPassage.reduce((sum, windows) => sum + windows);
  local = new LocalCollection({
    dimension: DIMENSION,
    fingerprint: "test/fp32",
    dense: new ReferenceIndex({ dimension: DIMENSION }),
    bm25: { analyzer: "unicode", k1: 1.2 },
  });
  const passages = Array.from({ length: COUNT }, (_, i) => ({
    id: `p${i}`,
    text: i === 5 ? "half \ud83d of a pair" : `Äpfel und Birnen, Nummer ${i}`,
    metadata: { source: `${i % 3}.md`, at: new Date(i), nested: { list: [i, null] } },
  }));
  const vectors = Float32Array.from({ length: rows * DIMENSION }, () => random(1001) / 1000 - 0.5);
  await local.add(passages, vectors, { windowsPerPassage });
  const extra = {
    embeddings: { model: "tasb-mini" },
    bm25: { analyzer: "unicode", k1: 1.2 },
  };
  await local.save(join(folder, "ix"), { extra });
});

afterAll(async () => {
  await local.close();
  await servers[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const push = (...options: string[]): ReturnType<typeof tasb> =>
  tasb("push", "--index", join(folder, "ix"), "--name", "Moved", ...target(), ...options);
const pull = (...options: string[]): ReturnType<typeof tasb> =>
  tasb("pull", "--index", join(folder, "copy"), "--name", "Moved", ...target(), ...options);
const target = (): string[] => servers.addresses.flatMap((address) => ["--weaviate", address]);

describe("tasb push", () => {
  it("sends every passage with its vectors, and verifies them", async () => {
    const { code, stderr } = await push("--filter-field", "source=text");
    expect(stderr).toMatch(
      /^300 passages sent in 0:\d\d\.\nVerified: 300 passages on both sides; 34 sampled ones are the same, and their 10 nearest passages have the same scores\.\n$/,
    );
    expect(code).toBe(0);
    await using remote = await connect();
    expect(await everything(remote)).toEqual(await everything(local));
    expect(await remote.count({ source: "1.md" })).toBe(100);
    expect(remote.extra).toMatchObject({ embeddings: { model: "tasb-mini" } });
    const query = Float32Array.from({ length: DIMENSION }, (_, i) => i - 3);
    const [hits, others] = [
      await local.searchDense(query, 20),
      await remote.searchDense(query, 20),
    ];
    expect(others.map(({ id, window }) => [id, window])).toEqual(
      hits.map(({ id, window }) => [id, window]),
    );
  });

  it("changes nothing when it is repeated", async () => {
    expect(await push()).toMatchObject({ code: 0 });
    await using remote = await connect();
    expect(await everything(remote)).toEqual(await everything(local));
  });

  it("fails where the collection holds other passages too, unless they are to be replaced", async () => {
    await using remote = await connect();
    await remote.add([{ id: "other", text: "x" }], new Float32Array(DIMENSION));
    const { code, stderr } = await push();
    expect({ code, stderr }).toMatchObject({ code: 1 });
    expect(stderr).toMatch(/The copy holds 301 passages, the original 300\..*--replace/);
    expect(await push("--replace")).toMatchObject({ code: 0 });
    expect(await remote.count()).toBe(300);
  });

  it("judges a collection that is there by the index that it has", async () => {
    const index = ["push", "--index", join(folder, "ix"), "--name", "Near", ...target()];
    const searched = / searches by HNSW found [\d.]+ % of their 10 nearest passages/;
    for (const options of [["--vector-index", "hnsw"], []]) {
      const { code, stderr } = await tasb(...index, ...options);
      expect({ code, stderr }).toMatchObject({ code: 0 });
      expect(stderr).toMatch(searched);
    }
  });

  it("refuses what cannot be, and says how it is used", async () => {
    expect(await tasb("push", "--index", join(folder, "ix"))).toMatchObject({ code: 2 });
    expect(await push("--filter-field", "source")).toMatchObject({ code: 2 });
    const kind = await push("--filter-field", "source=word");
    expect(kind.stderr).toMatch(/filterFields\.source.*one of text, number, boolean, date/);
    const other = await push("--filter-field", "year=number");
    expect(other.stderr).toMatch(/COLLECTION_MISMATCH/);
    const nobody = await tasb(
      "push",
      "--index",
      join(folder, "ix"),
      "--weaviate",
      "http://127.0.0.1:1",
    );
    expect(nobody).toMatchObject({ code: 1 });
    expect(nobody.stderr).toMatch(/COLLECTION_UNAVAILABLE/);
  });
});

describe("tasb pull", () => {
  it("makes an index with the same passages, vectors and model", async () => {
    const { code, stderr } = await pull();
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr).toMatch(/^300 passages are in .*\nVerified: 300 passages on both sides/);
    await using copy = await LocalCollection.load(join(folder, "copy"), {
      bm25: { analyzer: "unicode", k1: 1.2 },
    });
    expect(await everything(copy)).toEqual(await everything(local));
    expect(await copy.searchBm25("äpfel 7", 5)).toEqual(await local.searchBm25("äpfel 7", 5));
  });

  it("does not replace an index unasked", async () => {
    expect(await pull()).toMatchObject({ code: 2 });
    expect(await pull("--replace")).toMatchObject({ code: 0 });
  });

  it("fails where there is no such collection", async () => {
    const { code, stderr } = await tasb("pull", "--index", join(folder, "no"), ...target());
    expect(code).toBe(1);
    expect(stderr).toMatch(/no collection `Passages`/);
  });
});
