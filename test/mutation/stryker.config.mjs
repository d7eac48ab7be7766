// Mutation tests: see docs/testing.md. `npm run test:mutation` starts them.

export default {
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner", "./test/mutation/ignore_messages.mjs"],
  ignorers: ["messages"],
  vitest: { configFile: "test/mutation/vitest.config.ts" },
  coverageAnalysis: "perTest",
  // A mutant is switched on in a copy of the package; the sources stay as they are meanwhile.
  tempDirName: "test/mutation/.work",
  ignorePatterns: ["*", "!src/**", "!test/**", "!*.ts", "!*.json", "test/mutation/node_modules"],
  // Rewriting it needs an API that TypeScript 7 has not, and nothing in it points out of the copy.
  tsconfigFile: "none",
  reporters: ["json", "dots"],
  jsonReporter: { fileName: "test/mutation/.results/last.json" },
  concurrency: 1,
  // An endless loop is one however busy the machine is.
  timeoutMS: 20_000,
  timeoutFactor: 4,
};
