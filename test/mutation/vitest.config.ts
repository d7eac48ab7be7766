import { defineConfig } from "vitest/config";

/** The tests that run.mjs names, against each mutant. */
export default defineConfig({
  test: {
    include: (process.env["TASB_MUTATION_TESTS"] ?? "").split(","),
    // Times a clock measures and a browser: neither tells a mutant of the mutated files.
    exclude: ["test/evaluation/browser.test.ts", "test/bm25/linear_time.test.ts"],
    testTimeout: 60_000,
  },
});
