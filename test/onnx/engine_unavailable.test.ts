import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { InferenceThread } from "../../src/onnx/inference_thread.js";
import { packageRoot } from "../../src/package_root.js";

/** A copy of the build, from where Node finds the engine of the test, or none. */
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tasb-engine-"));
  await writeFile(join(folder, "package.json"), '{"type":"module"}');
  await cp(join(packageRoot, "dist/esm"), join(folder, "dist/esm"), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function engine(code: string): Promise<void> {
  const own = join(folder, "node_modules/onnxruntime-node");
  await mkdir(own, { recursive: true });
  await writeFile(
    join(own, "package.json"),
    '{"name":"onnxruntime-node","main":"index.js","type":"commonjs"}',
  );
  await writeFile(join(own, "index.js"), code);
}

async function failure(): Promise<unknown> {
  const workerPath = join(folder, "dist/esm/onnx/inference_worker.js");
  await using thread = new InferenceThread({ workerPath });
  return await thread.openSession({ bytes: new Uint8Array(9) }).then(
    () => "no failure",
    (error: unknown) => error,
  );
}

const unavailable = (reason: RegExp): object => ({
  name: "InferenceError",
  code: "ENGINE_UNAVAILABLE",
  message: expect.stringMatching(reason) as string,
});

// Another advice goes before all these there: the engine has no build.
const intelMac = process.platform === "darwin" && process.arch === "x64";

describe.skipIf(intelMac)("an engine that cannot be loaded", () => {
  it("is to be installed where it is not there", async () => {
    expect(await failure()).toMatchObject(
      unavailable(
        /Cannot find package.*ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node/,
      ),
    );
  });

  it("has no build for a system with another C library", async () => {
    await engine('throw new Error("Error relocating libonnxruntime.so.1: no such symbol")');
    expect(await failure()).toMatchObject(unavailable(/relocating.*no build for musl.*glibc/));
  });

  it("is to be installed again where it fails for another reason, whatever it throws", async () => {
    for (const thrown of ['new Error("file too short")', '"file too short"']) {
      await engine(`throw ${thrown}`);
      expect(await failure()).toMatchObject(unavailable(/file too short\. Reinstall it with/));
    }
  });

  it("of another kind fails when it is used, not when it is loaded", async () => {
    await engine(
      'exports.env = {}; exports.InferenceSession = { create() { throw new Error("no memory"); } };',
    );
    expect(await failure()).toMatchObject({
      code: "INFERENCE_FAILED",
      message: "The inference engine failed: no memory",
    });
  });
});
