import { defineConfig, mergeConfig } from "vitest/config";
import tests from "./vitest.config.js";

/** `npm run coverage`: scripts/coverage.mjs adds what other processes and the worker thread run. */
export default mergeConfig(
  tests,
  defineConfig({
    test: {
      // Counting takes its time.
      testTimeout: 600_000,
      hookTimeout: 600_000,
      // Read by processes and threads that begin after a test's own: they leave their counts there.
      // oxlint-disable-next-line node/no-process-env -- the setting of the script that starts vitest
      env: { NODE_V8_COVERAGE: process.env["TASB_PROCESS_COVERAGE"] ?? "" },
      coverage: {
        enabled: true,
        provider: "v8",
        include: ["src/**/*.ts"],
        reportsDirectory: "coverage",
        reporter: ["json"],
        clean: false,
        reportOnFailure: true,
      },
    },
  }),
);
