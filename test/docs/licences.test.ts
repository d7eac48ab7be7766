import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./pages.js";

interface Locked {
  license?: string;
  dev?: boolean;
  devOptional?: boolean;
}

/** Licences that a program under any licence may be shipped with, if their texts go with it. */
const permissive = /^(?:MIT|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|\(MIT OR CC0-1\.0\))$/;

describe("the packages that an installation brings", () => {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, Locked>;
  };
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };

  it("all have a permissive licence", () => {
    const others = Object.entries(packages)
      .filter(([path, { dev, devOptional }]) => path !== "" && dev !== true && devOptional !== true)
      .filter(([, { license = "" }]) => !permissive.test(license))
      .map(([path, { license }]) => `${path}: ${String(license)}`);
    expect(others).toEqual([]);
  });

  it("are named with their licences in docs/licences.md, and with a reason in docs/design.md", () => {
    const licences = readFileSync(join(root, "docs/licences.md"), "utf8");
    const design = readFileSync(join(root, "docs/design.md"), "utf8");
    for (const name of Object.keys(dependencies)) {
      expect(licences).toContain(`\`${name}\``);
      expect(design).toContain(`\`${name}\``);
    }
  });
});
