// Mutation tests: `npm run test:mutation` starts them; CONTRIBUTING.md says what they are for.

export default {
  testRunner: "in-process",
  plugins: ["./test/mutation/in_process_runner.mjs", "./test/mutation/ignore_messages.mjs"],
  ignorers: ["messages"],
  coverageAnalysis: "perTest",
  // A mutant is switched on in a copy of the package; the sources stay as they are meanwhile.
  tempDirName: ".mutation/copies",
  ignorePatterns: ["*", "!src/**", "!test/**", "!*.ts", "!*.json", "test/mutation/node_modules"],
  // Rewriting it needs an API that TypeScript 7 has not, and nothing in it points out of the copy.
  tsconfigFile: "none",
  reporters: ["json", "dots"],
  jsonReporter: { fileName: ".mutation/last.json" },
  concurrency: 1,
  // An endless loop is one however busy the machine is.
  timeoutMS: 15_000,
  timeoutFactor: 2,
};
