/** Checks which file imports which, on a tree of sources given as path → text. */

import { posix } from "node:path";

/** One import, `import type`, re-export, `import()` or `require()`. */
export interface Import {
  from: string;
  /** As written. */
  specifier: string;
}

export interface Architecture {
  /** Folders, and files that are a layer of their own, each above those that may import it. */
  layers: readonly string[];
  /** Third-party package → the only file or folder (ending in "/") that may import it. */
  importers: Readonly<Record<string, string>>;
  /** Words of code → the only file that may hold them. */
  owners: Readonly<Record<string, string>>;
}

/** Everything that breaks the rules, as sentences. Paths are relative to src/. */
export function violations(
  sources: ReadonlyMap<string, string>,
  { layers, importers, owners }: Architecture,
): string[] {
  const found: string[] = [];
  const edges = new Map<string, string[]>();
  for (const [file, source] of sources) {
    const layer = layerOf(file, layers);
    if (layer === -1) found.push(`${file} stands in no layer.`);
    const code = withoutComments(source);
    for (const [word, owner] of Object.entries(owners)) {
      if (code.includes(word) && file !== owner)
        found.push(`${file} uses ${word}; only ${owner} may.`);
    }
    for (const specifier of specifiersOf(code)) {
      if (!specifier.startsWith(".")) {
        const name = packageOf(specifier);
        const importer = Object.hasOwn(importers, name) ? importers[name]! : undefined;
        if (importer === undefined) {
          if (!name.startsWith("node:"))
            found.push(`${file} imports ${name}, which no rule allows.`);
        } else if (importer.endsWith("/") ? !file.startsWith(importer) : file !== importer) {
          found.push(`${file} imports ${name}; only ${importer} may.`);
        }
        continue;
      }
      const target = posix.join(posix.dirname(file), specifier).replace(/\.js$/, ".ts");
      if (!sources.has(target)) {
        found.push(`${file} imports ${specifier}, which does not exist.`);
        continue;
      }
      edges.set(file, [...(edges.get(file) ?? []), target]);
      if (layerOf(target, layers) > layer)
        found.push(`${file} imports ${target}, from a layer below.`);
    }
  }
  for (const cycle of cyclesOf(edges)) found.push(`A cycle of imports: ${cycle.join(" → ")}.`);
  return found;
}

function layerOf(file: string, layers: readonly string[]): number {
  return layers.findIndex((layer) =>
    layer.endsWith("/") ? file.startsWith(layer) : file === layer,
  );
}

/** Strings are kept, comments become blanks. Enough for formatted TypeScript. */
export function withoutComments(source: string): string {
  return source.replaceAll(
    /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (match) => (match.startsWith("/") ? " " : match),
  );
}

/** What a file imports, types included. */
export function specifiersOf(code: string): string[] {
  const statement = /^(?:import|export)\b[^"'`;=()]*?\bfrom\s*["']([^"']+)["']/gm;
  const bare = /^import\s*["']([^"']+)["']/gm;
  const call = /\b(?:import|require)\s*\(\s*["'`]([^"'`]+)["'`]/g;
  return [statement, bare, call].flatMap((pattern) =>
    Array.from(code.matchAll(pattern), ([, specifier]) => specifier!),
  );
}

function packageOf(specifier: string): string {
  if (specifier.startsWith("node:")) return specifier;
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** One cycle per file at which a depth-first walk comes back to its own path. */
function cyclesOf(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    const at = path.indexOf(file);
    if (at !== -1) {
      cycles.push([...path.slice(at), file]);
      return;
    }
    if (done.has(file)) return;
    path.push(file);
    for (const target of edges.get(file) ?? []) visit(target);
    path.pop();
    done.add(file);
  };
  for (const file of edges.keys()) visit(file);
  return cycles;
}
