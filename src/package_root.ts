/**
 * Where the installed package lies. The only file that differs between the two builds: the
 * CommonJS one is `package_root.cjs.txt`, put in this file's place by scripts/build.mjs, because
 * `import.meta` does not compile to CommonJS.
 */

import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

/** Absolute path of the folder that holds package.json, models/ and dist/. */
export const packageRoot: string = here.endsWith("src")
  ? resolve(here, "..")
  : resolve(here, "../..");
