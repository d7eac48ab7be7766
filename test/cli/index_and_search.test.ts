import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tasb, withFolder, type Run } from "./run_tasb.js";

/** The built-in model needs no network. */
const model = ["--model", "tasb-mini"];

interface Found {
  query: string;
  mode: string;
  hits: {
    id: string;
    score: number;
    rank: number;
    text: string;
    metadata: Record<string, unknown>;
    stages: Record<string, unknown>;
  }[];
}

async function found(folder: string, query: string, ...options: string[]): Promise<Found> {
  const { code, stdout, stderr } = await tasb(
    folder,
    "search",
    "--index",
    "ix",
    query,
    "--json",
    ...options,
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as Found;
}

describe("tasb index", () => {
  let folder = "";
  let done: (() => void) | undefined;
  let first: Run;

  beforeAll(async () => {
    await new Promise<void>((ready, failed) => {
      withFolder(async (path) => {
        folder = path;
        await mkdir(join(path, "docs/deep"), { recursive: true });
        await mkdir(join(path, "docs/node_modules/x"), { recursive: true });
        await mkdir(join(path, "docs/.hidden"), { recursive: true });
        const files = {
          "docs/cats.md":
            "# Animals\n\n## Cats\n\nCats sleep on the sofa.\nThey purr when they are happy.\n",
          "docs/deep/engines.html":
            "<html><head><title>Engines</title></head>\n<body><nav>menu</nav>\n<h1>Steam</h1>\n<p>James Watt improved\nthe steam engine.</p></body></html>",
          "docs/plain.txt": "Quantum computers work near absolute zero.",
          "docs/corpus.jsonl":
            '{"_id": "p1", "title": "Whales", "text": "Whales are mammals of the sea."}\n\n{"_id": "p2", "title": "", "text": "Bread is baked in an oven."}\n',
          "docs/node_modules/x/README.md": "Never read zebra.",
          "docs/.hidden/secret.md": "Never read zebra.",
          "docs/picture.png": "\u0000\u0001",
          "binary.txt": "a\u0000b",
        };
        for (const [name, content] of Object.entries(files)) {
          await writeFile(join(path, name), content);
        }
        first = await tasb(path, "index", "docs", "--index", "ix", ...model);
        ready();
        await new Promise<void>((end) => (done = end));
      }).catch(failed);
    });
  });
  afterAll(() => done?.());

  it("reads text, Markdown, HTML and JSONL, and says on stderr what it did", () => {
    expect(first).toMatchObject({ code: 0, stdout: "" });
    expect(first.stderr).toMatch(
      /^5 documents: 5 new or changed, 0 unchanged, 0 removed\. 5 passages embedded in 0:\d\d; 5 in the index\.\n$/,
    );
  });

  it("makes passages that are found in every mode, with file and line", async () => {
    for (const mode of ["dense", "bm25", "hybrid", "rerank"]) {
      const { hits, ...rest } = await found(
        folder,
        "Who improved the steam engine?",
        "--mode",
        mode,
      );
      expect(rest).toEqual({ query: "Who improved the steam engine?", mode });
      expect(hits[0]).toMatchObject({
        rank: 1,
        metadata: { source: "docs/deep/engines.html", line: 3, endLine: 5, title: "Engines" },
      });
      expect(hits[0]?.text).toBe("Steam\n\nJames Watt improved the steam engine.");
    }
    const { hits } = await found(folder, "whales", "-k", "1");
    expect(hits).toHaveLength(1);
    expect(hits[0]?.metadata).toMatchObject({
      source: "docs/corpus.jsonl",
      line: 1,
      recordId: "p1",
      title: "Whales",
    });
    expect((await found(folder, "zebra", "--mode", "bm25")).hits).toEqual([]);
  });

  it("prints ranked passages with the line of the best sentence, and explains them", async () => {
    const { code, stdout } = await tasb(
      folder,
      "search",
      "--index",
      "ix",
      "when do cats purr?",
      "-k",
      "1",
      "--explain",
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^1\. {2}docs\/cats\.md:6 {2}0\.\d+ {2}Animals › Cats\n/);
    expect(stdout).toContain("They purr when they are happy.");
    expect(stdout).toMatch(/dense +rank 1, score/);
    expect(stdout).toMatch(/bm25 +rank 1, score .*\n +terms: .*purr/);
    // No escape codes where it is no terminal.
    expect(stdout).not.toContain("\u001b");
  });

  it("answers with sentences and their sources", async () => {
    const { code, stdout } = await tasb(
      folder,
      "ask",
      "--index",
      "ix",
      "Who improved the steam engine?",
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/James Watt improved the steam engine\. \[1\]/);
    expect(stdout).toMatch(/\n\[1\] docs\/deep\/engines\.html:4\n/);
  });

  it("searches and answers by BM25 without the model", async () => {
    await withFolder(async (other) => {
      await cp(
        fileURLToPath(new URL("../../models/tasb-mini", import.meta.url)),
        join(other, "m"),
        {
          recursive: true,
        },
      );
      await writeFile(join(other, "cats.md"), "Cats sleep on the sofa of the library.");
      const indexed = await tasb(other, "index", "cats.md", "--index", "ix", "--model", "./m");
      expect(indexed.code).toBe(0);
      await rm(join(other, "m"), { recursive: true });
      for (const command of ["search", "ask"]) {
        const run = await tasb(other, command, "--index", "ix", "sofa", "--mode", "bm25");
        expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining("Cats sleep") });
      }
    });
  });

  it("says what to install for a language model that is not there", async () => {
    const asked = await tasb(folder, "ask", "--index", "ix", "cats?", "--llm", "nowhere:model");
    expect(asked.code).toBe(1);
    expect(asked.stderr).toMatch(/npm install langchain @langchain\/nowhere.*\[NOT_SUPPORTED\]/s);
  });

  it("embeds only what changed, keeps what moved, removes what is gone", async () => {
    const again = await tasb(folder, "index", "docs", "--index", "ix");
    expect(again.stderr).toMatch(
      /^5 documents: 0 new or changed, 5 unchanged, 0 removed\. 0 passages/,
    );

    await writeFile(
      join(folder, "docs/plain.txt"),
      "\n\nQuantum computers work near absolute zero.",
    );
    const moved = await tasb(folder, "index", "docs", "--index", "ix");
    expect(moved.stderr).toMatch(/1 new or changed, 4 unchanged, 0 removed\. 0 passages embedded/);
    const { hits } = await found(folder, "quantum", "--mode", "bm25");
    expect(hits[0]?.metadata["line"]).toBe(3);

    await writeFile(join(folder, "docs/plain.txt"), "Now about glaciers.");
    await rm(join(folder, "docs/cats.md"));
    const changed = await tasb(folder, "index", "docs", "--index", "ix");
    expect(changed.stderr).toMatch(
      /^4 documents: 1 new or changed, 3 unchanged, 1 removed\. 1 passages embedded in .*; 4 in the index/,
    );
    expect((await found(folder, "quantum cats", "--mode", "bm25")).hits).toEqual([]);
    expect((await found(folder, "glaciers")).hits[0]?.text).toBe("Now about glaciers.");
  });

  it("adds further paths to an index, and removes nothing outside them", async () => {
    await writeFile(join(folder, "more.md"), "More about volcanoes.");
    const { stderr } = await tasb(folder, "index", "more.md", "--index", "ix");
    expect(stderr).toMatch(/^1 documents: 1 new or changed, 0 unchanged, 0 removed/);
    expect((await found(folder, "glaciers")).hits[0]?.text).toBe("Now about glaciers.");
  });

  it("passes over a binary file, and fails where it can read nothing", async () => {
    const run = await tasb(folder, "index", "binary.txt", "--index", "ix");
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("Passed over: binary.txt: Expected a text file, got binary data.");
  });

  it("keeps what it has of a file that cannot be read any more", async () => {
    await writeFile(join(folder, "docs/plain.txt"), "a\u0000b");
    const run = await tasb(folder, "index", "docs", "--index", "ix");
    expect(run.stderr).toContain("Passed over: docs/plain.txt");
    expect(run.stderr).toMatch(/^3 documents: 0 new or changed, 3 unchanged, 0 removed/m);
    expect((await found(folder, "glaciers")).hits[0]?.text).toBe("Now about glaciers.");
  });

  it("refuses another precision than the index was made in, and leaves it as it was", async () => {
    const run = await tasb(folder, "index", "docs", "--index", "ix", "--precision", "int8");
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("[FINGERPRINT_MISMATCH]");
    expect((await found(folder, "glaciers")).hits[0]?.text).toBe("Now about glaciers.");
  });
});
