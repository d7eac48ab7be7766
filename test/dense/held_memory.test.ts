import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { expect, test } from "vitest";

const program = fileURLToPath(new URL("held_memory.mjs", import.meta.url));
const built = fileURLToPath(new URL("../../.build/esm/dense/exact_program.js", import.meta.url));

interface Held {
  grown: number;
  found: number[];
  scores: number[];
}

test.skipIf(process.platform !== "linux" || !existsSync(built))(
  "of vectors in a file a process holds nothing, and with int8 a quarter of their bytes, and finds the same",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "tasb-held-"));
    try {
      // Nine whole blocks: 151 MB.
      const [rows, dimension] = [9 * 2048, 2048];
      const path = join(folder, "vectors.f32");
      const vectors = new Float32Array(rows * dimension);
      let state = 1;
      for (let i = 0; i < vectors.length; i += 1) {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
        vectors[i] = state / 2 ** 31;
      }
      await writeFile(path, vectors);
      const held = async (precision: string): Promise<Held> => {
        const { stdout } = await promisify(execFile)(
          process.execPath,
          ["--expose-gc", program, path, String(rows), String(dimension), precision],
          // The C library keeps freed memory for later; pieces above this size it gives back at once.
          { env: { ...process.env, MALLOC_MMAP_THRESHOLD_: "65536" } },
        );
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- printed by held_memory.mjs
        return JSON.parse(stdout) as Held;
      };
      const [fp32, int8] = [await held("fp32"), await held("int8")];
      expect(int8.found).toEqual(fp32.found);
      expect(int8.scores).toEqual(fp32.scores);
      // Beside the copies stand the places of the rows, the engine's sessions and the heap's own growth.
      const rest = 16 << 20;
      expect(fp32.grown).toBeLessThan(rest);
      expect(int8.grown).toBeLessThan(vectors.byteLength / 4 + rest);
      // Else the copies would not have been made, and the test would show nothing.
      expect(int8.grown).toBeGreaterThan(vectors.byteLength / 4);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  120_000,
);
