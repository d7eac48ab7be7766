import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Native inference lives in worker threads; a process per test file keeps a crash in its file.
    pool: "forks",
    // The encoder already uses every core.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
