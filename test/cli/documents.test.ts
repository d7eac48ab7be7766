import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CommandArguments } from "../../src/cli/command.js";
import { searchCommand } from "../../src/cli/search_command.js";
import { Terminal } from "../../src/cli/terminal.js";
import type { Citation } from "../../src/passages/citation.js";
import { pdfFile } from "../passages/pdf_file.js";
import { tasb, withFolder, type Run } from "./run_tasb.js";

const markdown = `# Animals

Dogs bark at night. Cats sleep on the sofa
and purr when they are happy. Horses
run on the meadow.
`;
const page = `<html><head><title>Engines</title></head>
<body><nav>Shop | Imprint</nav><h1>Steam</h1>
<p>Many people built engines. James <b>Watt</b> improved
the steam engine.</p></body></html>`;
const table =
  'name,text,year\nWhale,"A mammal of the sea.\nIt sings.",1820\nBread,Baked in an oven.,1700\n';

let folder = "";
let indexed: Run;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tasb-documents-"));
  const files = {
    "animals.md": markdown,
    "engines.html": page,
    "table.csv": table,
    "manual.pdf": pdfFile([["This page is about nothing."], ["The quasar emits radio waves."]]),
    "broken.pdf": "no PDF",
    "uneven.csv": "a,b\n1\n",
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  indexed = await tasb(folder, "index", ".", "--index", "ix", "--model", "tasb-mini");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Found {
  hits: { text: string; metadata: Record<string, unknown>; sentence?: Citation }[];
}

async function first(query: string): Promise<Found["hits"][number]> {
  const run = await tasb(folder, "search", "--index", "ix", query, "--json", "-k", "1");
  expect(run).toMatchObject({ code: 0, stderr: "" });
  const [hit] = (JSON.parse(run.stdout) as Found).hits;
  return hit!;
}

describe("tasb index", () => {
  it("reads CSV row by row and PDF with its pages, and passes over what it cannot read", async () => {
    expect(indexed.code).toBe(0);
    expect(indexed.stderr).toContain("Passed over: broken.pdf: The PDF cannot be read.");
    expect(indexed.stderr).toMatch(/Passed over: .*uneven\.csv:2: Expected 2 fields/);
    expect(indexed.stderr).toMatch(/^5 documents: 5 new or changed/m);
    expect((await first("which animal sings in the sea?")).metadata).toMatchObject({
      source: "table.csv",
      line: 2,
      endLine: 3,
    });
    expect((await first("quasar radio waves")).metadata).toMatchObject({ source: "manual.pdf" });
    expect((await first("imprint of the shop")).text).not.toContain("Imprint");
  });

  it("passes over the rest of a corpus whose _id repeats", async () => {
    const record = (id: string, text: string) => JSON.stringify({ _id: id, text });
    const lines = [
      record("p1", "Whales sing."),
      record("p2", "Bread."),
      record("p1", "Whales sing."),
    ];
    await withFolder(async (other) => {
      await writeFile(join(other, "a.jsonl"), lines.join("\n"));
      await writeFile(join(other, "b.txt"), "Horses run on the meadow.");
      const run = await tasb(other, "index", ".", "--index", "ix", "--model", "tasb-mini");
      expect(run.code).toBe(0);
      expect(run.stderr).toContain(
        "Passed over: a.jsonl:3: Expected each `_id` once, got `p1` again.\n",
      );
      expect(run.stderr).toMatch(/^3 documents: .* 3 in the index\.\n1 files were passed over/m);
    });
  });

  it("knows a row of CSV by its content, so that rows which move are not embedded again", async () => {
    await writeFile(
      join(folder, "table.csv"),
      table.replace("\nWhale", "\nEarly,First row.,1\nWhale"),
    );
    const again = await tasb(folder, "index", ".", "--index", "ix");
    expect(again.stderr).toMatch(/ 3 new or changed, 3 unchanged, 0 removed\. 1 passages embedded/);
    expect((await first("which animal sings in the sea?")).metadata["line"]).toBe(3);
  });
});

describe("tasb search", () => {
  it("tells with --json where the best sentence stands in the file", async () => {
    const cats = await first("when do cats purr?");
    expect(cats.sentence).toMatchObject({ source: "animals.md", line: 3, endLine: 4 });
    expect(markdown.slice(cats.sentence!.start, cats.sentence!.end)).toBe(
      "Cats sleep on the sofa\nand purr when they are happy.",
    );
    const { passageStart, passageEnd } = cats.sentence!;
    expect(cats.text.slice(passageStart, passageEnd)).toBe(cats.sentence!.text);

    const watt = await first("who improved the steam engine?");
    expect(watt.sentence).toMatchObject({ source: "engines.html", line: 3, endLine: 4 });
    expect(page.slice(watt.sentence!.start, watt.sentence!.end)).toBe(
      "James <b>Watt</b> improved\nthe steam engine.",
    );
    expect(await readFile(join(folder, "engines.html"), "utf8")).toBe(page);

    const quasar = await first("quasar radio waves");
    expect(quasar.sentence).toMatchObject({ source: "manual.pdf" });
    expect(quasar.metadata["page"] ?? quasar.metadata["endPage"]).toBeDefined();
  });

  it("returns with --grain the section or document, and the sentence of the passage found", async () => {
    const query = ["search", "--index", "ix", "when do cats purr?", "--json", "-k", "1"];
    const run = await tasb(folder, ...query, "--grain", "document");
    const [hit] = (JSON.parse(run.stdout) as Found).hits;
    expect(hit!.text).toBe(markdown.trim());
    expect(markdown.slice(hit!.sentence!.start, hit!.sentence!.end)).toContain("purr");
    expect((await tasb(folder, ...query, "--grain", "chapter")).code).toBe(2);
  });

  /** The first hit as a person sees it: its place, and the text around its best sentence. */
  async function shownOf(
    query: string,
    index: string,
    mode = "hybrid",
  ): Promise<{ head: string; body: string }> {
    let shown = "";
    const stdout = new Terminal({ write: (text) => (shown += text), columns: 100 }, true);
    const args: CommandArguments = { positionals: [query], values: { index, k: "1", mode } };
    const stderr = new Terminal({ write: () => undefined });
    await searchCommand.run(args, { stdout, stderr, signal: new AbortController().signal });
    const [head = "", ...lines] = shown.split("\n");
    return { head, body: lines.map((line) => line.trim()).join(" ") };
  }

  it("shows the best sentence highlighted, with its file and line", async () => {
    const { head, body } = await shownOf("when do cats purr?", join(folder, "ix"));
    expect(head).toContain("\u001b[36manimals.md:3\u001b[39m");
    expect(body).toContain(
      "\u001b[1mCats sleep on the sofa and purr when they are happy.\u001b[22m",
    );
  });

  it("shows what stands before the best sentence in a script without blanks, not all of it", async () => {
    // 32 characters; the best sentence begins at 128, and a third of what is shown stands before it.
    const opening = "图书馆每天早上九点开门，晚上八点关门，周日休息，节假日另行通知。";
    const best = "港口的灯塔一共有一百七十二级台阶，登上塔顶可以看到整个海湾。";
    const before = Math.floor((320 - best.length) / 3);
    await withFolder(async (other) => {
      await writeFile(join(other, "harbor.txt"), opening.repeat(4) + best);
      const ix = join(other, "ix");
      await tasb(other, "index", "harbor.txt", "--index", ix, "--model", "tasb-mini");
      const { body } = await shownOf("灯塔台阶", ix, "bm25");
      const [preceding, bold] = body.split("\u001b[1m");
      expect(bold).toContain(`${best}\u001b[22m`);
      const shown = preceding?.split("… ")[1] ?? "";
      expect(opening.repeat(4).endsWith(shown)).toBe(true);
      // Less by a part of a word at most.
      expect(shown.length).toBeLessThanOrEqual(before);
      expect(shown.length).toBeGreaterThan(before - 4);
    });
  });
});
