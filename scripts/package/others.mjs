// What takes minutes and comes from the registry: other runtimes, compilers, installers, LangChains.
import { NPM_INSTALL } from "./consumer.mjs";
import { checkInstallScripts } from "./doctor.mjs";
import { fetchBun, fetchDeno, fetchNode, fetchPnpm, fetchTypescript } from "./runtimes.mjs";

/** The first versions that are supported, and the newest of each line that is. */
const NODES = ["20.0.0", "20", "22", "24"];
const TYPESCRIPTS = ["5.2", "5.9"];
/** Of the package `langchain`, each with a core: an old one asks for the newest too, through LangGraph. */
const LANGCHAINS = [
  ["1.0.1", "latest"],
  ["latest", "latest"],
];

/**
 * @param newest a consumer with the newest @langchain/core installed
 * @param newConsumer makes an empty one of a name
 * @param runtimes folder for what is fetched
 */
export function checkOthers(checks, { tarball, newest, newConsumer, runtimes }) {
  for (const version of NODES) {
    const { title, command } = fetchNode(runtimes, version);
    newest.checkPrograms(checks, title, command);
  }
  for (const { title, command } of [fetchDeno(runtimes), fetchBun(runtimes)]) {
    newest.checkPrograms(checks, title, command);
  }
  for (const version of TYPESCRIPTS) {
    const { title, path } = fetchTypescript(runtimes, version);
    for (const [module, moduleResolution] of [
      ["NodeNext", "NodeNext"],
      ["ESNext", "Bundler"],
    ]) {
      newest.checkTypes(checks, `TypeScript ${title.split(" ")[1]}, ${moduleResolution}`, path, {
        module,
        moduleResolution,
      });
    }
  }
  for (const [langchain, core] of LANGCHAINS) {
    const consumer = newConsumer(`langchain-${langchain}`);
    const others = [`@langchain/core@${core}`, `langchain@${langchain}`];
    consumer.run("npm", [...NPM_INSTALL, tarball, ...others]);
    const versions = ["langchain", "@langchain/core"].map(
      (name) => `${name} ${consumer.version(name)}`,
    );
    checks.check(`${versions.join(", ")}: an agent with the tool`, () => {
      consumer.run(process.execPath, ["agent.mjs"]);
    });
  }
  const pnpm = fetchPnpm(runtimes);
  const strict = newConsumer("pnpm");
  strict.run(process.execPath, [pnpm.path, "add", "--ignore-scripts", tarball, "@langchain/core"]);
  strict.checkPrograms(checks, pnpm.title, [process.execPath]);

  checkInstallScripts(checks, newConsumer("scripts"), [tarball, "@langchain/core"]);
}
