import { createHash } from "node:crypto";
import { existsSync, lstatSync, readFileSync, readdirSync, readlinkSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TasbError } from "../../src/errors.js";
import type { DownloadProgress } from "../../src/model/hub/fetch_model.js";
import {
  resolveModel,
  TASB_REPOSITORIES,
  type ResolveOptions,
} from "../../src/model/resolve_model.js";
import { TestHub, commit, sendAndBreak, sendContent, tinyRepository } from "./test_hub.js";

let hub: TestHub;
let root: string;
let cacheDir: string;
let others: TestHub[];

beforeEach(async () => {
  hub = await TestHub.start();
  others = [];
  root = await mkdtemp(join(tmpdir(), "tasb-hub-"));
  cacheDir = join(root, "cache");
});

afterEach(async () => {
  await Promise.all([hub, ...others].map((server) => server.close()));
  // Whatever a test did, nothing lies outside the cache, and every blob is what its name says.
  const left = readdirSync(root);
  const wrong = wrongBlobs();
  await rm(root, { recursive: true });
  const strays = [...left.filter((name) => name !== "cache"), ...wrong];
  if (strays.length > 0) throw new Error(`Left where nothing should be: ${strays.join(", ")}`);
});

const fast = { headers: 2000, idle: 300, attempts: 3, delay: 5, longestDelay: 2000 };

function resolveTiny(options: ResolveOptions = {}): ReturnType<typeof resolveModel> {
  return resolveModel("owner/tiny", {
    cacheDir,
    endpoint: hub.url,
    token: "hf_secret",
    offline: false,
    timing: fast,
    ...options,
  });
}

async function failure(promise: Promise<unknown>): Promise<TasbError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TasbError);
  return error as TasbError;
}

function repositoryFolder(id = "owner/tiny"): string {
  return join(cacheDir, "hub", `models--${id.replace("/", "--")}`);
}

function blobs(): string[] {
  const folder = join(repositoryFolder(), "blobs");
  return existsSync(folder) ? readdirSync(folder) : [];
}

function wrongBlobs(): string[] {
  return blobs().filter((name) => {
    const content = readFileSync(join(repositoryFolder(), "blobs", name));
    if (/^[0-9a-f]{64}$/.test(name)) {
      return createHash("sha256").update(content).digest("hex") !== name;
    }
    if (/^[0-9a-f]{40}$/.test(name)) {
      const hash = createHash("sha1").update(`blob ${content.length}\0`).update(content);
      return hash.digest("hex") !== name;
    }
    return !name.endsWith(".incomplete");
  });
}

const weights = "model.safetensors";
const isContentOf = (file: string) => (seen: { method: string; path: string; file: string }) =>
  seen.method === "GET" && seen.file === file && seen.path.startsWith("/store/");

describe("a model from the hub", () => {
  it("is fetched once, into the layout that the hub's other tools read", async () => {
    const resolved = await resolveTiny();
    expect(resolved).toEqual({
      directory: join(repositoryFolder(), "snapshots", commit),
      name: "owner/tiny",
      repository: "owner/tiny",
      revision: commit,
    });
    for (const [file, content] of hub.files) {
      expect(readFileSync(join(resolved.directory, file)).equals(content)).toBe(true);
    }
    const link = readlinkSync(join(resolved.directory, weights));
    const sha256 = createHash("sha256").update(hub.files.get(weights)!).digest("hex");
    expect(link).toBe(`../../blobs/${sha256}`);
    expect(readFileSync(join(repositoryFolder(), "refs/main"), "utf8")).toBe(commit);
    expect(existsSync(join(repositoryFolder(), ".no_exist", commit, "modules.json"))).toBe(true);
    expect(blobs()).toHaveLength(3);

    const before = hub.requests.length;
    expect(await resolveTiny()).toEqual(resolved);
    expect(hub.requests.length).toBe(before);
  });

  it("reports one figure over all files, which grows to the total", async () => {
    const seen: DownloadProgress[] = [];
    await resolveTiny({ onProgress: (progress) => seen.push(progress) });
    const total = [...hub.files.values()].reduce((sum, content) => sum + content.length, 0);
    expect(new Set(seen.map((progress) => progress.total))).toEqual(new Set([total]));
    const done = seen.map((progress) => progress.done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(done.at(-1)).toBe(total);
  });

  it("records the hashes of what came first", async () => {
    await resolveTiny();
    const record = JSON.parse(
      readFileSync(join(repositoryFolder(), ".tasb", `${commit}.json`), "utf8"),
    ) as { files: Record<string, { sha256: string }> };
    const content = hub.files.get("config.json")!;
    expect(record.files["config.json"]?.sha256).toBe(
      createHash("sha256").update(content).digest("hex"),
    );
  });

  it("keeps pooling, prefixes and vocabulary where the repository has them", async () => {
    hub.files.set("1_Pooling/config.json", Buffer.from('{"pooling_mode_mean_tokens": true}'));
    hub.files.set("modules.json", Buffer.from("[]"));
    hub.files.delete("tokenizer.json");
    hub.files.set("vocab.txt", Buffer.from("[PAD]\n[UNK]\n"));
    hub.files.set("tokenizer_config.json", Buffer.from("{}"));
    const { directory } = await resolveTiny();
    expect(readlinkSync(join(directory, "1_Pooling/config.json"))).toMatch(
      /^\.\.\/\.\.\/\.\.\/blobs\//,
    );
    for (const [file, content] of hub.files) {
      expect(readFileSync(join(directory, file)).equals(content)).toBe(true);
    }
  });

  it("takes pytorch_model.bin where there are no safetensors", async () => {
    hub.files.set("pytorch_model.bin", hub.files.get(weights)!);
    hub.files.delete(weights);
    const { directory } = await resolveTiny();
    expect(readdirSync(directory).toSorted()).toEqual([
      "config.json",
      "pytorch_model.bin",
      "tokenizer.json",
    ]);
  });

  it("is found where Python's tools have put it, without a request", async () => {
    const snapshot = join(repositoryFolder(), "snapshots", commit);
    const files = new Map([...tinyRepository(1000), ["modules.json", Buffer.from("[]")]]);
    for (const [file, content] of files) {
      const blob = join(repositoryFolder(), "blobs", `${file}-blob`);
      await mkdir(dirname(blob), { recursive: true });
      await mkdir(snapshot, { recursive: true });
      await writeFile(blob, content);
      await symlink(`../../blobs/${file}-blob`, join(snapshot, file));
    }
    await mkdir(join(repositoryFolder(), "refs"));
    await writeFile(join(repositoryFolder(), "refs/main"), commit);
    for (const file of [
      "1_Pooling/config.json",
      "config_sentence_transformers.json",
      "sentence_bert_config.json",
    ]) {
      const marker = join(repositoryFolder(), ".no_exist", commit, file);
      await mkdir(dirname(marker), { recursive: true });
      await writeFile(marker, "");
    }
    const resolved = await resolveTiny();
    expect(resolved.directory).toBe(snapshot);
    expect(hub.requests).toEqual([]);
    await rm(join(repositoryFolder(), "blobs"), { recursive: true });
  });

  it("of another revision and commit is kept apart", async () => {
    await resolveTiny({ revision: "refs/pr/1" });
    expect(hub.requests[0]?.path).toBe("/owner/tiny/resolve/refs/pr/1/config.json");
    expect(readFileSync(join(repositoryFolder(), "refs/refs/pr/1"), "utf8")).toBe(commit);
    const before = hub.requests.length;
    await resolveTiny({ revision: commit });
    expect(hub.requests.length).toBe(before);
  });

  it("is asked for again with `refresh`, and only what changed is fetched", async () => {
    await resolveTiny();
    const before = hub.requests.length;
    await resolveTiny({ refresh: true });
    expect(hub.requests.slice(before).filter((seen) => seen.method === "GET")).toEqual([]);
  });

  it("is refused before its weights are fetched when it cannot be used", async () => {
    hub.files.set("config.json", Buffer.from('{"model_type": "mpnet"}'));
    const error = await failure(resolveTiny());
    expect(error.code).toBe("MODEL_UNSUPPORTED");
    expect(hub.requests.filter(isContentOf(weights))).toEqual([]);
  });

  it("whose weights are split is refused", async () => {
    hub.files.delete(weights);
    hub.files.set("model.safetensors.index.json", Buffer.from("{}"));
    const error = await failure(resolveTiny());
    expect(error.code).toBe("MODEL_UNSUPPORTED");
    expect(error.message).toContain("split");
  });
});

describe("tas-b", () => {
  it("comes from the author's repository", async () => {
    hub.repositories = new Set(TASB_REPOSITORIES);
    const resolved = await resolveModel("tas-b", { cacheDir, endpoint: hub.url, timing: fast });
    expect(resolved).toMatchObject({ name: "tas-b", repository: TASB_REPOSITORIES[0] });
  });

  it("comes from its safetensors twin when the author's cannot be had", async () => {
    hub.repositories = new Set([TASB_REPOSITORIES[1]!]);
    const options = { cacheDir, endpoint: hub.url, timing: fast };
    const resolved = await resolveModel("tas-b", options);
    expect(resolved.repository).toBe(TASB_REPOSITORIES[1]);
    const before = hub.requests.length;
    expect(await resolveModel("tas-b", options)).toEqual(resolved);
    expect(hub.requests.length).toBe(before);
  });

  it("says what else there is when neither can be had", async () => {
    hub.repositories.clear();
    const error = await failure(
      resolveModel("tas-b", { cacheDir, endpoint: hub.url, timing: fast }),
    );
    expect(error.code).toBe("DOWNLOAD_UNAUTHORIZED");
    for (const part of ["tasb-mini", "./folder", "HF_ENDPOINT", ...TASB_REPOSITORIES]) {
      expect(error.message).toContain(part);
    }
  });
});

/**
 * Asks for what is missing after some bytes. What a broken connection had brought and nobody had read yet is
 * lost with it, so that they may be fewer than were sent.
 */
const REST = /^bytes=[1-9]\d*-$/;

const startOf = (range: string | undefined): number => Number(/\d+/.exec(range ?? "")?.[0]);

describe("a download that breaks", () => {
  it("half-way is resumed: the rest alone is asked for", async () => {
    let broken = 0;
    hub.interfere = (seen, _request, response) => {
      if (!isContentOf(weights)(seen) || broken++ > 0) return false;
      sendAndBreak(seen, response, hub.files.get(weights)!, 150_000);
      return true;
    };
    const { directory } = await resolveTiny();
    const ranges = hub.requests.filter(isContentOf(weights)).map((seen) => seen.range);
    expect(ranges).toEqual([undefined, expect.stringMatching(REST)]);
    expect(startOf(ranges[1])).toBeLessThanOrEqual(150_000);
    expect(readFileSync(join(directory, weights)).equals(hub.files.get(weights)!)).toBe(true);
  });

  it("for good keeps what came, and the next call asks for the rest alone", async () => {
    let served = 0;
    hub.interfere = (seen, _request, response) => {
      if (!isContentOf(weights)(seen)) return false;
      if (served++ === 0) sendAndBreak(seen, response, hub.files.get(weights)!, 100_000);
      else response.destroy();
      return true;
    };
    const error = await failure(resolveTiny());
    expect(error.code).toBe("DOWNLOAD_FAILED");
    expect(error.message).toContain("tasb-mini");
    expect(existsSync(join(repositoryFolder(), "refs/main"))).toBe(false);
    hub.interfere = () => false;
    const before = hub.requests.length;
    await resolveTiny();
    const later = hub.requests.slice(before).filter(isContentOf(weights));
    const ranges = later.map((seen) => seen.range);
    expect(ranges).toEqual([expect.stringMatching(REST)]);
    expect(startOf(ranges[0])).toBeLessThanOrEqual(100_000);
  });

  it("again and again still ends well while every attempt brings something", async () => {
    hub.interfere = (seen, _request, response) => {
      if (!isContentOf(weights)(seen)) return false;
      sendAndBreak(seen, response, hub.files.get(weights)!, 40_000);
      return true;
    };
    await resolveTiny();
    expect(hub.requests.filter(isContentOf(weights))).toHaveLength(8);
  });

  it("by stalling is given up after the idle time and resumed", async () => {
    let stalled = 0;
    hub.interfere = (seen, _request, response) => {
      if (!isContentOf(weights)(seen) || stalled++ > 0) return false;
      response.writeHead(200, { "content-length": hub.files.get(weights)!.length });
      response.write(hub.files.get(weights)!.subarray(0, 50_000));
      return true;
    };
    await resolveTiny();
    expect(hub.requests.filter(isContentOf(weights)).map((seen) => seen.range)).toEqual([
      undefined,
      "bytes=50000-",
    ]);
  });

  it("by not answering at all is a typed error", async () => {
    hub.interfere = () => true;
    const error = await failure(resolveTiny({ timing: { ...fast, headers: 100 } }));
    expect(error.code).toBe("DOWNLOAD_FAILED");
    expect(error.message).toContain("did not answer within 100 ms");
    expect(hub.requests).toHaveLength(3);
  });

  it("with 503 and 429 is tried again, after Retry-After", async () => {
    let answers = 0;
    hub.interfere = (_seen, _request, response) => {
      answers++;
      if (answers === 1) response.writeHead(503).end();
      else if (answers === 2) response.writeHead(429, { "retry-after": "1" }).end();
      else return false;
      return true;
    };
    const start = performance.now();
    await resolveTiny();
    expect(performance.now() - start).toBeGreaterThan(990);
  });

  it("with 500 for ever is a typed error that names the status", async () => {
    hub.interfere = (_seen, _request, response) => {
      response.writeHead(500).end();
      return true;
    };
    const error = await failure(resolveTiny());
    expect(error).toMatchObject({ code: "DOWNLOAD_FAILED", status: 500 });
    expect(hub.requests).toHaveLength(3);
  });

  it("because the server refuses the range starts anew", async () => {
    let served = 0;
    hub.interfere = (seen, _request, response) => {
      if (!isContentOf(weights)(seen)) return false;
      served++;
      if (served === 1) sendAndBreak(seen, response, hub.files.get(weights)!, 100_000);
      else if (served === 2) response.writeHead(416).end();
      else return false;
      return true;
    };
    await resolveTiny();
    const ranges = hub.requests.filter(isContentOf(weights)).map((seen) => seen.range);
    expect(ranges).toEqual([undefined, expect.stringMatching(REST), undefined]);
  });

  it("because the server ignores the range starts anew", async () => {
    let served = 0;
    hub.interfere = (seen, _request, response) => {
      if (!isContentOf(weights)(seen)) return false;
      if (served++ === 0) sendAndBreak(seen, response, hub.files.get(weights)!, 100_000);
      else sendContent({ ...seen, range: undefined }, response, hub.files.get(weights)!);
      return true;
    };
    const { directory } = await resolveTiny();
    expect(readFileSync(join(directory, weights)).equals(hub.files.get(weights)!)).toBe(true);
  });

  it("because the server sends another range starts anew", async () => {
    let served = 0;
    hub.interfere = (seen, _request, response) => {
      if (!isContentOf(weights)(seen)) return false;
      served++;
      if (served === 1) sendAndBreak(seen, response, hub.files.get(weights)!, 100_000);
      else if (served === 2) {
        sendContent({ ...seen, range: "bytes=5000-" }, response, hub.files.get(weights)!);
      } else return false;
      return true;
    };
    const { directory } = await resolveTiny();
    expect(readFileSync(join(directory, weights)).equals(hub.files.get(weights)!)).toBe(true);
  });

  it("by the caller's signal ends at once and leaves the part for later", async () => {
    const controller = new AbortController();
    hub.interfere = (seen, _request, response) => {
      if (!isContentOf(weights)(seen)) return false;
      response.writeHead(200, { "content-length": hub.files.get(weights)!.length });
      response.write(hub.files.get(weights)!.subarray(0, 50_000));
      setTimeout(() => controller.abort(new Error("enough")), 50);
      return true;
    };
    const error = await failure(
      resolveTiny({ signal: controller.signal, timing: { ...fast, idle: 60_000 } }),
    );
    expect(error.code).toBe("ABORTED");
    expect(blobs().filter((name) => name.endsWith(".incomplete"))).toHaveLength(1);
    expect((await failure(resolveTiny({ signal: controller.signal }))).code).toBe("ABORTED");
  });
});

describe("content that is not what was promised", () => {
  it("by its sha256 is refused, and nothing of it stays", async () => {
    hub.interfere = (seen, _request, response) => {
      if (!isContentOf(weights)(seen)) return false;
      const wrong = Buffer.from(hub.files.get(weights)!);
      wrong[1234]! ^= 1;
      sendContent(seen, response, wrong);
      return true;
    };
    const error = await failure(resolveTiny());
    expect(error.code).toBe("DOWNLOAD_CORRUPT");
    expect(error.message).toContain("sha256");
    expect(blobs()).toHaveLength(2);
    expect(existsSync(join(repositoryFolder(), "snapshots", commit, weights))).toBe(false);
  });

  it("by git's hash of a small file is refused", async () => {
    hub.interfere = (seen, _request, response) => {
      if (seen.method !== "GET" || seen.file !== "tokenizer.json") return false;
      sendContent(seen, response, Buffer.from('{"version":"2.0"}'));
      return true;
    };
    const error = await failure(resolveTiny());
    expect(error.code).toBe("DOWNLOAD_CORRUPT");
    expect(error.message).toContain("git hash");
  });

  it("because an earlier part was of another file is fetched anew, whole", async () => {
    const sha256 = createHash("sha256").update(hub.files.get(weights)!).digest("hex");
    await mkdir(join(repositoryFolder(), "blobs"), { recursive: true });
    await writeFile(
      join(repositoryFolder(), "blobs", `${sha256}.tasb.incomplete`),
      Buffer.alloc(1000, 7),
    );
    await resolveTiny();
    expect(hub.requests.filter(isContentOf(weights)).map((seen) => seen.range)).toEqual([
      "bytes=1000-",
      undefined,
    ]);
  });

  it("because a blob in the cache was damaged is fetched anew", async () => {
    await resolveTiny();
    const { directory } = await resolveTiny();
    const path = join(directory, weights);
    await writeFile(path, Buffer.alloc(300_000));
    await resolveTiny({ refresh: true });
    expect(readFileSync(path).equals(hub.files.get(weights)!)).toBe(true);
  });

  it.each([
    ["shorter", 200_000],
    ["longer", 400_000],
  ])("by being %s is refused", async (_name, length) => {
    hub.interfere = (seen, _request, response) => {
      if (!isContentOf(weights)(seen)) return false;
      sendContent(seen, response, Buffer.alloc(length));
      return true;
    };
    const error = await failure(resolveTiny());
    expect(error.code).toBe("DOWNLOAD_CORRUPT");
    expect(error.message).toContain(`${length} bytes`);
  });

  it("by never ending is cut off at the promised length", async () => {
    hub.interfere = (seen, _request, response) => {
      if (!isContentOf(weights)(seen)) return false;
      response.writeHead(200);
      const timer = setInterval(() => response.write(Buffer.alloc(65_536)), 1);
      response.on("close", () => clearInterval(timer));
      return true;
    };
    const error = await failure(resolveTiny());
    expect(error.code).toBe("DOWNLOAD_CORRUPT");
    expect(error.message).toContain("more than the promised 300000 bytes");
    expect(blobs()).toHaveLength(2);
  });

  it("by its size alone is refused before a byte is fetched", async () => {
    hub.interfere = (seen, _request, response) => {
      if (seen.file !== weights || seen.method !== "HEAD") return false;
      response
        .writeHead(200, { etag: '"x"', "x-repo-commit": commit, "x-linked-size": "99999999999999" })
        .end();
      return true;
    };
    const error = await failure(resolveTiny());
    expect(error.code).toBe("DOWNLOAD_CORRUPT");
    expect(hub.requests.filter(isContentOf(weights))).toEqual([]);
  });

  it("by being a web page is refused with that reason", async () => {
    hub.interfere = (seen, _request, response) => {
      if (!isContentOf(weights)(seen)) return false;
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      response.end("<!DOCTYPE html><p>Log in");
      return true;
    };
    const error = await failure(resolveTiny());
    expect(error.code).toBe("DOWNLOAD_CORRUPT");
    expect(error.message).toContain("web page");
  });

  it("because every address answers with a login page is refused with that reason", async () => {
    hub.interfere = (_seen, _request, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<html>");
      return true;
    };
    const error = await failure(resolveTiny());
    expect(error.code).toBe("DOWNLOAD_FAILED");
    expect(error.message).toContain("login page");
  });

  it("compared with the first download, where the ETag is no hash, is refused", async () => {
    hub.interfere = (seen, _request, response) => {
      if (seen.file !== "tokenizer.json") return false;
      const headers = { etag: '"opaque"', "x-repo-commit": commit };
      sendContent(seen, response, hub.files.get(seen.file)!, headers);
      return true;
    };
    const { directory } = await resolveTiny();
    await rm(join(repositoryFolder(), "blobs", "opaque"));
    hub.files.set("tokenizer.json", Buffer.from('{"version":"6.6"}'));
    const error = await failure(resolveTiny());
    expect(error.code).toBe("DOWNLOAD_CORRUPT");
    expect(error.message).toContain("first download");
    expect(existsSync(join(directory, "tokenizer.json"))).toBe(false);
  });
});

describe("a hub that says no", () => {
  it.each([401, 403])("with %i is asked once, and the answer names the token", async (status) => {
    hub.interfere = (_seen, _request, response) => {
      response.writeHead(status).end();
      return true;
    };
    const error = await failure(resolveTiny());
    expect(error).toMatchObject({ code: "DOWNLOAD_UNAUTHORIZED", status });
    expect(error.message).toContain("HF_TOKEN");
    expect(error.message).not.toContain("hf_secret");
    expect(hub.requests).toHaveLength(1);
  });

  it("of one file ends the attempts at all others", async () => {
    hub.interfere = ({ file }, _, response) => {
      if (file !== "tokenizer.json" && file !== "modules.json") return false;
      response.writeHead(file === "modules.json" ? 503 : 403).end();
      return true;
    };
    const error = await failure(resolveTiny({ timing: { ...fast, attempts: 100 } }));
    expect(error.code).toBe("DOWNLOAD_UNAUTHORIZED");
    // What was on its way arrives.
    await sleep(50);
    const asked = hub.requests.length;
    // Many times the wait before the next attempt.
    await sleep(200);
    expect(hub.requests).toHaveLength(asked);
  });

  it("with 404 for the repository is asked once", async () => {
    hub.interfere = (_seen, _request, response) => {
      response.writeHead(404, { "x-error-code": "RepoNotFound" }).end();
      return true;
    };
    const error = await failure(resolveTiny());
    expect(error).toMatchObject({ code: "DOWNLOAD_FAILED", status: 404 });
    expect(hub.requests).toHaveLength(1);
  });

  it("with 404 for config.json has no such model", async () => {
    hub.files.delete("config.json");
    expect((await failure(resolveTiny())).code).toBe("MODEL_NOT_FOUND");
  });

  it("by being off is a typed error that says what else there is", async () => {
    const gone = await TestHub.start();
    const { url } = gone;
    await gone.close();
    const error = await failure(resolveTiny({ endpoint: url }));
    expect(error.code).toBe("DOWNLOAD_FAILED");
    expect(error.message).toContain("tasb-mini");
  });
});

describe("redirects", () => {
  it("to another host are followed without the token", async () => {
    const store = await TestHub.start();
    others.push(store);
    hub.store = store;
    await resolveTiny();
    expect(store.requests.map((seen) => seen.method)).toEqual(["GET"]);
    expect(store.requests.map((seen) => seen.authorization)).toEqual([undefined]);
    const tokens = hub.requests.map((seen) => seen.authorization);
    expect(new Set(tokens)).toEqual(new Set(["Bearer hf_secret"]));
  });

  it("of a renamed repository on the same host keep the token", async () => {
    hub.interfere = (seen, _request, response) => {
      if (!seen.path.startsWith("/old/name/")) return false;
      response.writeHead(307, { location: seen.path.replace("old/name", "owner/tiny") }).end();
      return true;
    };
    await resolveModel("old/name", {
      cacheDir,
      endpoint: hub.url,
      token: "hf_secret",
      timing: fast,
    });
    expect(hub.requests.every((seen) => seen.authorization === "Bearer hf_secret")).toBe(true);
  });

  it("in a circle end with a typed error", async () => {
    hub.interfere = (seen, _request, response) => {
      response.writeHead(302, { location: seen.path }).end();
      return true;
    };
    const error = await failure(resolveTiny());
    expect(error.code).toBe("DOWNLOAD_FAILED");
    expect(error.message).toContain("more than 10 times");
    expect(hub.requests).toHaveLength(11);
  });

  it.each(["file:///etc/passwd", "ftp://127.0.0.1/x", "http://["])(
    "to %s are refused",
    async (location) => {
      hub.interfere = (_seen, _request, response) => {
        response.writeHead(302, { location }).end();
        return true;
      };
      const error = await failure(resolveTiny());
      expect(error.code).toBe("DOWNLOAD_FAILED");
      expect(error.message).toContain("not a safe address");
    },
  );
});

describe("names that try to leave the cache", () => {
  const outside = ["../../../../outside", "/tmp/outside", "..\\..\\outside", "a/b", "", "."];

  it.each(outside)("as an ETag (%j) become a hash", async (etag) => {
    hub.interfere = (seen, _request, response) => {
      if (seen.file !== "config.json") return false;
      const headers = { etag: `"${etag}"`, "x-repo-commit": commit };
      sendContent(seen, response, hub.files.get("config.json")!, headers);
      return true;
    };
    const { directory } = await resolveTiny();
    const link = readlinkSync(join(directory, "config.json"));
    expect(link).toMatch(/^\.\.\/\.\.\/blobs\/[0-9a-f]{64}$/);
    await rm(join(directory, link));
  });

  it.each(outside.slice(0, 4))("as a commit (%j) are refused", async (name) => {
    hub.interfere = (seen, _request, response) => {
      const headers = { etag: '"x"', "x-repo-commit": name };
      sendContent(seen, response, hub.files.get("config.json")!, headers);
      return true;
    };
    expect((await failure(resolveTiny())).code).toBe("DOWNLOAD_FAILED");
  });

  it.each(["../outside", "/etc", "1_Pooling/../../x"])(
    "as a folder in modules.json (%j) are refused",
    async (path) => {
      const modules = [{ type: "sentence_transformers.models.Pooling", path }];
      hub.files.set("modules.json", Buffer.from(JSON.stringify(modules)));
      hub.files.set("1_Pooling/config.json", Buffer.from('{"pooling_mode_cls_token": true}'));
      expect((await failure(resolveTiny())).code).toBe("MODEL_UNSUPPORTED");
    },
  );

  it.each(["a/../b", "a/b/c", "owner/..", "owner", "a--b/c", "owner/na me", "o/n\n"])(
    "as a repository (%j) are refused before any request",
    async (name) => {
      const options = { cacheDir, endpoint: hub.url, timing: fast };
      const error = await failure(resolveModel(name, options));
      expect(error.code).toBe("MODEL_NOT_FOUND");
      expect(hub.requests).toEqual([]);
    },
  );

  it.each(["..", "../main", "a//b", "a/../b", "/main", "", "a b"])(
    "as a revision (%j) are refused before any request",
    async (revision) => {
      const error = await failure(resolveTiny({ revision }));
      expect(error.code).toBe("INVALID_ARGUMENT");
      expect(hub.requests).toEqual([]);
    },
  );

  it("in refs are not followed", async () => {
    await mkdir(join(repositoryFolder(), "refs"), { recursive: true });
    await writeFile(join(repositoryFolder(), "refs/main"), "../../../outside");
    expect((await failure(resolveTiny({ offline: true }))).code).toBe("OFFLINE");
    await resolveTiny();
    expect(readFileSync(join(repositoryFolder(), "refs/main"), "utf8")).toBe(commit);
  });
});

describe("offline mode", () => {
  it("opens no socket, and says what is missing and what to do", async () => {
    const error = await failure(resolveTiny({ offline: true }));
    expect(error.code).toBe("OFFLINE");
    expect(error.message).toContain("tasb-mini");
    expect(hub.connections).toBe(0);
  });

  it("uses what is there", async () => {
    const online = await resolveTiny();
    const before = hub.connections;
    expect(await resolveTiny({ offline: true, refresh: true })).toEqual(online);
    expect(hub.connections).toBe(before);
  });

  it("does not guess how a model pools when nobody asked the hub", async () => {
    const { directory } = await resolveTiny();
    await rm(join(repositoryFolder(), ".no_exist"), { recursive: true });
    expect((await failure(resolveTiny({ offline: true }))).code).toBe("OFFLINE");
    expect(lstatSync(join(directory, weights)).isSymbolicLink()).toBe(true);
    await resolveTiny();
    await resolveTiny({ offline: true });
  });

  it("comes from HF_HUB_OFFLINE where the option is not given", async () => {
    process.env["HF_HUB_OFFLINE"] = "1";
    try {
      const error = await failure(resolveModel("tas-b", { cacheDir, endpoint: hub.url }));
      expect(error.code).toBe("OFFLINE");
      expect(hub.connections).toBe(0);
    } finally {
      delete process.env["HF_HUB_OFFLINE"];
    }
  });
});

describe("bad options", () => {
  it.each([
    ["endpoint", { endpoint: "huggingface.co" }],
    ["endpoint", { endpoint: "file:///tmp" }],
    ["token", { token: "two\nlines" }],
  ])("%s is refused: %j", async (name, options) => {
    const error = await failure(resolveTiny(options));
    expect(error.code).toBe("INVALID_ARGUMENT");
    expect(error.message).toContain(name);
    expect(error.message).not.toContain("two");
  });

  it("a cache that cannot be written is a typed error", async () => {
    await mkdir(cacheDir);
    await writeFile(join(cacheDir, "hub"), "a file");
    const error = await failure(resolveTiny());
    expect(error.code).toBe("DOWNLOAD_FAILED");
    expect(error.message).toContain(join(cacheDir, "hub"));
    expect(await readdir(cacheDir)).toEqual(["hub"]);
    await rm(join(cacheDir, "hub"));
  });
});

describe("a copy that lacks some files", () => {
  it("is completed at its own commit, and only with what it lacks", async () => {
    const { directory } = await resolveTiny();
    await rm(join(directory, "tokenizer.json"));
    await rm(join(repositoryFolder(), ".no_exist"), { recursive: true });
    const before = hub.requests.length;
    expect((await resolveTiny()).directory).toBe(directory);
    const asked = hub.requests.slice(before);
    expect(asked.every((seen) => seen.path.includes(`/resolve/${commit}/`))).toBe(true);
    expect(asked.filter((seen) => seen.file === weights || seen.method === "GET")).toEqual([]);
    expect(readFileSync(join(directory, "tokenizer.json")).length).toBeGreaterThan(0);
  });
});
