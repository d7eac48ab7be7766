import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { LocalCollection } from "../../src/collection/local_collection.js";
import { ReferenceIndex } from "../../src/dense/reference_index.js";
import { generator } from "../mutations.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";
import { reportFigure } from "../reliability_report.js";
import { tasb, withFolder } from "./run_tasb.js";

const program = fileURLToPath(new URL("../../dist/esm/cli/main.js", import.meta.url));
const model = ["--model", "tasb-mini"];
const ROWS = 900;

/** The documents of one version: rows of which a tenth changes, and a long page. */
async function writeDocuments(folder: string, version: number): Promise<void> {
  await mkdir(join(folder, "docs"), { recursive: true });
  const rows = Array.from({ length: ROWS }, (_, i) => {
    const change = i % 10 === version % 10 ? ` in version ${version}` : "";
    return `${JSON.stringify({ _id: `r${i}`, title: "", text: `Row ${i} tells of engines${change}.` })}\n`;
  });
  await writeFile(join(folder, "docs/rows.jsonl"), rows.join(""));
  // Grows and moves: some of its passages stay, some are new.
  const sections = Array.from(
    { length: 40 + 5 * version },
    (_, i) => `## Section ${i}\n\nThe ${i}th section tells of cats and dogs, at some length.\n\n`,
  );
  await writeFile(join(folder, "docs/page.md"), `# Version ${version}\n\n${sections.join("")}`);
}

/** Whether `tasb index` came to its end before it was killed. */
function indexAndKill(folder: string, milliseconds: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, "index", "docs", "--index", "ix", ...model], {
      cwd: folder,
      stdio: "ignore",
    });
    const timer = setTimeout(() => child.kill("SIGKILL"), milliseconds);
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve(code === 0);
    });
  });
}

interface Contents {
  /** Each passage by id, with all but its vectors. */
  passages: Map<string, string>;
  vectors: Map<string, Float32Array>;
}

async function contentsOf(directory: string): Promise<Contents> {
  const collection = await LocalCollection.load(directory, {
    dense: (dimension) => new ReferenceIndex({ dimension }),
  });
  const contents: Contents = { passages: new Map(), vectors: new Map() };
  for await (const { passage, vectors } of collection.scan()) {
    contents.passages.set(passage.id, JSON.stringify(passage));
    contents.vectors.set(passage.id, vectors);
  }
  await collection.close();
  return contents;
}

/** Batches differ between runs, and so do the last bits of float32. */
function expectSame(found: Contents, wanted: Contents): void {
  const sorted = ({ passages }: Contents): string[] => [...passages.values()].toSorted();
  expect(sorted(found)).toEqual(sorted(wanted));
  for (const [id, vector] of wanted.vectors) {
    const other = found.vectors.get(id)!;
    const distance = Math.hypot(...vector.map((value, i) => value - other[i]!));
    expect(distance).toBeLessThan(1e-4 * Math.hypot(...vector));
  }
}

// Runs the built program.
describe.skipIf(!existsSync(program))("tasb index, killed again and again", () => {
  it(
    "goes on where it was, and ends with the index of a run that was never killed",
    () =>
      withFolder(async (folder) => {
        const kills = propertyRuns(2, 100);
        const random = generator(PROPERTY_SEED);
        let version = 0;
        let killed = 0;
        let kept = 0;
        let halfWay = 0;
        let completed = 0;
        await writeDocuments(folder, version);
        // The moments are spread over what a run takes here and now.
        const started = performance.now();
        expect(await tasb(folder, "index", "docs", "--index", "first", ...model)).toMatchObject({
          code: 0,
        });
        const whole = performance.now() - started;
        while (killed < kills) {
          if (await indexAndKill(folder, (whole * (200 + random(1000))) / 1000)) {
            completed += 1;
            version += 1;
            await writeDocuments(folder, version);
            continue;
          }
          killed += 1;
          if (!existsSync(join(folder, "ix/manifest.json"))) continue;
          const { passages } = await contentsOf(join(folder, "ix"));
          // What was in the index stays in it while the run that is killed goes on.
          if (version > 0) {
            expect(passages.size).toBeGreaterThanOrEqual(ROWS);
            continue;
          }
          expect(passages.size).toBeGreaterThanOrEqual(kept);
          if (passages.size > kept) halfWay += 1;
          kept = passages.size;
        }
        const last = await tasb(folder, "index", "docs", "--index", "ix", ...model);
        expect(last).toMatchObject({ code: 0 });
        const anew = await tasb(folder, "index", "docs", "--index", "new", ...model);
        expect(anew).toMatchObject({ code: 0 });
        const [, embeddedLast] = /(\d+) passages embedded/.exec(last.stderr.replaceAll(",", ""))!;
        const [, embeddedAnew] = /(\d+) passages embedded/.exec(anew.stderr.replaceAll(",", ""))!;
        const wanted = await contentsOf(join(folder, "new"));
        expect(Number(embeddedAnew)).toBe(wanted.passages.size);
        // Nothing that the killed runs had embedded is embedded again.
        if (version === 0) expect(Number(embeddedLast)).toBe(wanted.passages.size - kept);
        expectSame(await contentsOf(join(folder, "ix")), wanted);
        reportFigure("`tasb index` killed and run again", {
          kills: killed,
          "of them in the first run, with more kept than before": halfWay,
          "runs that came to their end between them": completed,
          "lost or corrupt": 0,
          "differences from an index never killed": 0,
        });
      }),
    1_800_000,
  );
});
