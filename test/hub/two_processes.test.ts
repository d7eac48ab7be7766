import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../src/package_root.js";
import { propertyRuns } from "../property_runs.js";
import { reportFigure } from "../reliability_report.js";
import { TestHub } from "./test_hub.js";

/** The reliability run does a hundred. */
const rounds = propertyRuns(5, 100);

const compiled = join(packageRoot, ".build/esm/model/resolve_model.js");

async function start(): Promise<ChildProcess> {
  const child = fork(join(packageRoot, "test/hub/resolve_in_child.mjs"), [compiled], {
    execArgv: [],
  });
  await once(child, "message");
  return child;
}

async function ask(child: ChildProcess, message: object): Promise<unknown> {
  const answer = once(child, "message");
  child.send(message);
  const [result] = (await answer) as unknown[];
  return result;
}

describe("two processes that want the same model at the same time", () => {
  it.skipIf(!existsSync(compiled))(
    "fetch each file once between them, in every round (needs `npm run build`)",
    async () => {
      const root = await mkdtemp(join(tmpdir(), "tasb-two-"));
      const hub = await TestHub.start();
      const children = await Promise.all([start(), start()]);
      try {
        for (let round = 0; round < rounds; round++) {
          hub.requests.length = 0;
          const cacheDir = join(root, String(round));
          const message = { endpoint: hub.url, cacheDir };
          const results = await Promise.all(children.map((child) => ask(child, message)));
          const [first] = results as { directory: string }[];
          expect(results).toEqual([first, first]);
          const fetched = hub.requests
            .filter((seen) => seen.method === "GET" && !/^\/owner.*safetensors/.test(seen.path))
            .map((seen) => seen.file);
          expect(fetched.toSorted()).toEqual([...hub.files.keys()].toSorted());
          for (const [file, content] of hub.files) {
            expect(readFileSync(join(first!.directory, file)).equals(content)).toBe(true);
          }
        }
        reportFigure("Two processes that want the same model at the same time", {
          rounds,
          "times a file was fetched in a round": 1,
        });
      } finally {
        for (const child of children) child.kill();
        await hub.close();
        await rm(root, { recursive: true });
      }
    },
    60_000 + rounds * 1000,
  );
});
