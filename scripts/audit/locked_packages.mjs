// What a lock file installs.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Each name and version of a folder's package-lock.json, once: `{ name, version }`. */
export function lockedPackages(folder) {
  const { packages } = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8"));
  const found = new Map();
  for (const [path, { name, version, link }] of Object.entries(packages)) {
    // The first entry is the project itself; a link is a folder of it.
    if (path === "" || link) continue;
    const installed =
      name ?? path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    found.set(`${installed}@${version}`, { name: installed, version });
  }
  return [...found.values()];
}
