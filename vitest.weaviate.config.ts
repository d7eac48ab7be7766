import { defineConfig } from "vitest/config";

/** Against real Weaviate servers, which `npm run test:weaviate` provides. */
export default defineConfig({
  test: {
    include: ["test/weaviate/**/*.weaviate.ts"],
    pool: "forks",
    // One after the other: the servers have fixed ports.
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
