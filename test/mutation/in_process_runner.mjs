// Runs vitest's test files for Stryker in one process, with the collector and the `expect` of vitest.
//
// @stryker-mutator/vitest-runner starts a worker and imports every module anew for each mutant, which takes
// longer than most tests here. This runner bundles a test file with the sources once and evaluates the
// bundle for each mutant: milliseconds, and what modules do while they load is mutated too.
import { createRequire } from "node:module";
import { dirname, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import { declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import { build } from "esbuild";

// Those that vitest itself uses.
const ofVitest = createRequire(createRequire(import.meta.url).resolve("vitest/package.json"));
const importOfVitest = (name) => import(pathToFileURL(ofVitest.resolve(name)).href);
const { startTests, ...collector } = await importOfVitest("@vitest/runner");
const matchers = await importOfVitest("@vitest/expect");
const { spyOn } = await importOfVitest("@vitest/spy");

/**
 * A mutant that reaches mutated code more than this many times as often as all tests do without one
 * is taken for an endless loop. Stryker's own hundred is a matter of minutes in the inner loops here.
 */
const MOST_TIMES_AS_OFTEN = 10;
const STRYKERS_TIMES = 100;

/** What Stryker's instrumented code reads and writes. */
const switches = (globalThis.__stryker__ ??= {});

const vitest = { ...collector, expect: makeExpect(), vi: { spyOn } };

function makeExpect() {
  const { chai } = matchers;
  for (const plugin of ["JestExtend", "JestChaiExpect", "ChaiStyleAssertions"]) {
    chai.use(matchers[plugin]);
  }
  chai.use(matchers.JestAsymmetricMatchers);
  const expect = (value, message) => {
    const assertion = chai.expect(value, message);
    const test = collector.getCurrentTest();
    return test === undefined ? assertion : assertion.withTest(test);
  };
  return Object.assign(expect, chai.expect, globalThis[matchers.ASYMMETRIC_MATCHERS_OBJECT]);
}

class InProcessRunner {
  /** Test files as { path, name, sources, evaluate }. */
  #files = [];
  /** Errors that no test waited for. */
  #unhandled = 0;

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    process.on("unhandledRejection", () => {
      this.#unhandled += 1;
    });
    for (const name of process.env.TASB_MUTATION_TESTS.split(",")) {
      this.#files.push(await bundle(name));
    }
  }

  async dryRun({ files = [] }) {
    switches.activeMutant = undefined;
    switches.mutantCoverage = undefined;
    const mutated = files.map((file) => relative(process.cwd(), resolve(file)));
    const reaching = this.#files.filter(({ sources }) => mutated.some((name) => sources.has(name)));
    const tests = await this.#run(mutated.length === 0 ? this.#files : reaching, {});
    return { status: DryRunStatus.Complete, tests, mutantCoverage: switches.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation, sandboxFileName }) {
    const mutated = relative(process.cwd(), resolve(sandboxFileName));
    const wanted = testFilter === undefined ? undefined : new Set(testFilter);
    const files = this.#files.filter(
      ({ name, sources }) =>
        sources.has(mutated) &&
        (testFilter === undefined || testFilter.some((id) => id.startsWith(`${name}#`))),
    );
    const mostHits =
      hitLimit === undefined ? undefined : (hitLimit * MOST_TIMES_AS_OFTEN) / STRYKERS_TIMES;
    switches.hitCount = 0;
    switches.hitLimit = mostHits;
    const tests = await this.#run(files, {
      mutant: activeMutant.id,
      whileLoading: mutantActivation === "static",
      wanted,
    });
    const limit = determineHitLimitReached(switches.hitCount, mostHits);
    return toMutantRunResult(limit ?? { status: DryRunStatus.Complete, tests });
  }

  /** Runs the wanted tests of the files, with a mutant to the first that fails. */
  async #run(files, { mutant, whileLoading = false, wanted }) {
    const results = [];
    let failed = false;
    this.#unhandled = 0;
    for (const file of files) {
      if (failed && mutant !== undefined) break;
      const runner = {
        config: {
          root: process.cwd(),
          setupFiles: [],
          sequence: { hooks: "stack", setupFiles: "list", seed: 0 },
          maxConcurrency: 1,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          retry: 0,
          tags: [],
        },
        importFile() {
          switches.activeMutant = whileLoading ? mutant : undefined;
          file.evaluate();
          switches.activeMutant = mutant;
        },
        onBeforeRunTask(test) {
          const skipped = wanted !== undefined && !wanted.has(idOf(file, test));
          if (skipped || (failed && mutant !== undefined)) test.mode = "skip";
        },
        onBeforeTryTask(test) {
          if (mutant === undefined) switches.currentTestId = idOf(file, test);
        },
        onAfterRunTask(test) {
          switches.currentTestId = undefined;
          if (test.result?.state === "fail") failed = true;
        },
      };
      const [collected] = await startTests([{ filepath: file.path }], runner);
      for (const test of testsOf(collected)) {
        if (test.result !== undefined) results.push(resultOf(file, test));
      }
      const [error] = collected.result?.errors ?? [];
      if (error !== undefined || this.#unhandled > 0) {
        failed = true;
        results.push({
          id: `${file.name}#`,
          name: file.name,
          status: TestStatus.Failed,
          failureMessage: error?.message ?? "a rejected promise that nothing waits for",
          timeSpentMs: 0,
        });
      }
    }
    switches.activeMutant = undefined;
    return results;
  }
}

/** A test file and all sources it reaches as one script, evaluated as often as wanted. */
async function bundle(name) {
  const path = resolve(name);
  const { outputFiles, metafile } = await build({
    entryPoints: [path],
    // The names of the sources are below it.
    absWorkingDir: process.cwd(),
    bundle: true,
    write: false,
    metafile: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    packages: "external",
    define: { "import.meta.dirname": "__dirname", "import.meta.url": "__url" },
    logLevel: "error",
  });
  const code = `(function (module, exports, require, __dirname, __url) {${outputFiles[0].text}\n})`;
  const script = new vm.Script(code, { filename: path });
  const requireThere = createRequire(path);
  // A failure is enough: nobody reads the smallest one.
  requireThere("fast-check").configureGlobal({ endOnFailure: true });
  const require = (id) => (id === "vitest" ? vitest : requireThere(id));
  return {
    path,
    name,
    sources: new Set(Object.keys(metafile.inputs)),
    evaluate() {
      const module = { exports: {} };
      const url = pathToFileURL(path).href;
      script.runInThisContext()(module, module.exports, require, dirname(path), url);
    },
  };
}

function* testsOf(suite) {
  for (const task of suite.tasks) {
    if (task.type === "test") yield task;
    else yield* testsOf(task);
  }
}

function titleOf(test) {
  const titles = [test.name];
  for (let { suite } = test; suite !== undefined; { suite } = suite) titles.unshift(suite.name);
  return titles.join(" ");
}

function idOf(file, test) {
  return `${file.name}#${titleOf(test)}`;
}

function resultOf(file, test) {
  const { state, duration = 0, errors = [] } = test.result;
  const shared = { id: idOf(file, test), name: titleOf(test), timeSpentMs: duration };
  if (state === "fail") {
    return { ...shared, status: TestStatus.Failed, failureMessage: errors[0]?.message ?? "" };
  }
  return { ...shared, status: state === "pass" ? TestStatus.Success : TestStatus.Skipped };
}

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, "in-process", InProcessRunner),
];
