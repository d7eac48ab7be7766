// A copy of the GitLab Advisory Database (https://gitlab.com/gitlab-org/security-products/gemnasium-db), which
// holds GitHub's advisories too: npm/NAME/ID.yml, each with the range of versions that it affects.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import semver from "semver";
import { parse } from "yaml";

/** The range of entries that were withdrawn, or merged into another. */
const NONE = "<0";

export class AdvisoryFolder {
  #npm;

  constructor(folder) {
    this.#npm = join(folder, "npm");
    if (!existsSync(this.#npm)) {
      throw new Error(`Expected a folder npm with advisories in ${folder}, got none`);
    }
  }

  /** How much is in it, and how new it is. */
  description() {
    const files = readdirSync(this.#npm, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".yml"),
    );
    const newest = files
      .map((name) => /^pubdate: "?([\d-]+)/m.exec(readFileSync(join(this.#npm, name), "utf8"))?.[1])
      .reduce((newer, date) => (date > newer ? date : newer), "");
    return `${files.length} advisories of npm packages, the newest of ${newest}`;
  }

  /** Those advisories that affect one of the packages, a line each. */
  look(packages) {
    const found = [];
    const names = new Set();
    let read = 0;
    for (const { name, version } of packages) {
      for (const { identifier, affected_range: range, title } of this.#of(name)) {
        names.add(name);
        read += 1;
        if (range === NONE) continue;
        // What cannot be read is not taken as safe.
        if (semver.validRange(range) === null) {
          found.push(`${name}@${version}  ${identifier}: range not understood: ${range}`);
        } else if (semver.satisfies(version, range, { includePrerelease: true })) {
          found.push(`${name}@${version}  ${identifier} (${range}): ${title}`);
        }
      }
    }
    const looked = `${packages.length} packages; ${names.size} names have advisories, ${read} were compared`;
    return { found, looked };
  }

  #of(name) {
    const folder = join(this.#npm, name);
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((file) => file.endsWith(".yml"))
      .map((file) => parse(readFileSync(join(folder, file), "utf8")));
  }
}
