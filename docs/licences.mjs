// Writes docs/licences.md from package-lock.json: node docs/licences.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (name) => JSON.parse(readFileSync(`${root}${name}`, "utf8"));
const about = read("package.json");
const { packages } = read("package-lock.json");
const installed = Object.entries(packages)
  .filter(([path]) => path !== "")
  .map(([path, { version, license, dev, devOptional }]) => {
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    return { name, version, license: license ?? "not stated", dev: dev ?? devOptional ?? false };
  });

function table(names) {
  const rows = names.map((name) => {
    const { license, version } = packages[`node_modules/${name}`];
    return `| \`${name}\` | ${version} | ${license ?? "not stated"} |`;
  });
  return ["| package | version | licence |", "| --- | --- | --- |", ...rows].join("\n");
}

function counts(list) {
  const byLicense = new Map();
  for (const { name, license } of list) {
    byLicense.set(license, (byLicense.get(license) ?? new Set()).add(name));
  }
  const rows = [...byLicense]
    .toSorted(([a, x], [b, y]) => y.size - x.size || (a < b ? -1 : 1))
    .map(([license, names]) => {
      const shown =
        names.size <= 4 ? [...names].toSorted((a, b) => (a < b ? -1 : 1)).join(", ") : "";
      return `| ${license} | ${names.size} | ${shown} |`;
    });
  return ["| licence | packages | which, where few |", "| --- | ---: | --- |", ...rows].join("\n");
}

const page = `# Licences

langchain-tasb is MIT. This page is made by \`node docs/licences.mjs\` from package-lock.json, where each
package states its licence; versions are those of the lock file. The built-in model has a licence of its
own: [tasb-mini](tasb_mini.md#data-and-licences).

## What the package contains of others

- Tables of word breaks (\`src/bm25/word_break_tables.ts\`), made by \`scripts/generate_word_breaks.mjs\` of
  Unicode's data files: Copyright Unicode, Inc., Unicode License v3, https://www.unicode.org/license.txt
- Outputs that TAS-B is known to give (\`models/tas-b\`), computed with its published weights.
- Stop words and the Porter stemmer are written anew after their published descriptions.

## What an installation brings

${table(Object.keys(about.dependencies).toSorted())}

With what these need in turn, without packages for development:

${counts(installed.filter(({ dev }) => !dev))}

## Peers

${table(Object.keys(about.peerDependencies).toSorted())}

\`unpdf\` and \`weaviate-client\` are optional.

## For development alone

${table(
  Object.keys(about.devDependencies)
    .filter((name) => !(name in about.peerDependencies))
    .toSorted(),
)}
`;
writeFileSync(`${root}docs/licences.md`, page);
