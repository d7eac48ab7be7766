// What is in the packed package, and what its types and exports promise.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { assert, run } from "./checks.mjs";

/** Without models/: the built-in model, and what TAS-B is known to give. */
const MOST_BYTES = 1_000_000;

/** What may be in it: the build, the built-in model, known outputs, and the texts that npm shows. */
const KNOWN =
  /^(dist\/(esm|cjs)\/.*\.(js|d\.ts)|dist\/cjs\/package\.json|models\/(tasb-mini|tas-b)\/[\w.]+|package\.json|README\.md|CHANGELOG\.md|LICENSE)$/;

/** Packs the package of `root` into the folder `work`. */
export function pack(root, work) {
  const [packed] = JSON.parse(run("npm", ["pack", "--json", "--pack-destination", work], root));
  return { ...packed, path: join(work, packed.filename) };
}

export function checkTarball(checks, root, tarball) {
  const bin = (name) => join(root, "node_modules/.bin", name);
  const about = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const isModel = ({ path }) => path.startsWith("models/");
  const bytes = tarball.files
    .filter((file) => !isModel(file))
    .reduce((sum, { size }) => sum + size, 0);

  checks.check("files: dist, the model, and the texts that npm shows", () => {
    const paths = new Set(tarball.files.map(({ path }) => path));
    const strange = [...paths].filter((path) => !KNOWN.test(path));
    assert(strange.length === 0, `unexpected ${strange.join(", ")}`);
    const named = JSON.stringify([about.exports, about.bin]).matchAll(/"\.\/([^"]+\.(?:js|ts))"/g);
    const missing = [...named].map(([, path]) => path).filter((path) => !paths.has(path));
    assert(missing.length === 0, `without ${missing.join(", ")}, which package.json names`);
    return `${paths.size} files`;
  });
  checks.check(`size: at most ${MOST_BYTES} bytes unpacked without models/`, () => {
    assert(bytes <= MOST_BYTES, `${bytes} bytes`);
    return `${bytes} bytes, and ${tarball.unpackedSize - bytes} in models/`;
  });
  checks.check("no install script, provenance on", () => {
    for (const name of ["preinstall", "install", "postinstall", "prepare"]) {
      assert(!Object.hasOwn(about.scripts, name), `there is a script ${name}`);
    }
    assert(about.publishConfig?.provenance === true, "publishConfig.provenance is not true");
  });
  checks.check("declarations: no package but @langchain/core is needed to read them", () => {
    const declared = tarball.files.filter(({ path }) => path.endsWith(".d.ts"));
    const outside = declared.flatMap(({ path }) =>
      [...readFileSync(join(root, path), "utf8").matchAll(/(?:from|import\() ?['"]([^.'"][^'"]*)/g)]
        .map(([, name]) => name)
        .filter((name) => !name.startsWith("@langchain/core/")),
    );
    assert(outside.length === 0, `they import ${[...new Set(outside)].join(", ")}`);
  });
  checks.check("publint --strict", () => {
    run(bin("publint"), ["--strict", tarball.path], root);
  });
  checks.check("are the types wrong (node16, bundler)", () => {
    run(bin("attw"), ["--profile", "node16", tarball.path], root);
  });
}
