/** The blocks of a page as programs: what a reader has who pastes them one below the other. */

import type { Snippet } from "./pages.js";

/** One module. */
export interface Program {
  code: string;
  /** The page and line of a line of `code`, from 1: `docs/store.md:12`. */
  placeOf(line: number): string;
}

/** A block goes on with the program before it, unless it makes a name anew: then it begins another. */
export function programsOf(snippets: readonly Snippet[]): Program[] {
  const groups: Snippet[][] = [];
  let names = new Set<string>();
  let page: string | undefined;
  for (const snippet of snippets) {
    const made = namesMadeBy(snippet.code);
    const group = groups.at(-1);
    if (group === undefined || snippet.page !== page || made.some((name) => names.has(name))) {
      groups.push([snippet]);
      names = new Set(made);
    } else {
      group.push(snippet);
      for (const name of made) names.add(name);
    }
    ({ page } = snippet);
  }
  return groups.map(programOf);
}

function programOf(blocks: readonly Snippet[]): Program {
  const lines = ["export {};"];
  const places = [blocks[0]?.place ?? ""];
  for (const { place, page, code } of blocks) {
    // The first line of the code is below the fence.
    const first = Number(place.slice(page.length + 1)) + 1;
    for (const [i, line] of code.split("\n").entries()) {
      lines.push(line);
      places.push(`${page}:${first + i}`);
    }
  }
  return { code: lines.join("\n"), placeOf: (line) => places[line - 1] ?? "" };
}

/** Names that a block imports or declares at its top. */
export function namesMadeBy(code: string): string[] {
  const names: string[] = [];
  for (const [, clause = ""] of code.matchAll(/^import (?:type )?([^"]+?) from "/gm)) {
    names.push(...identifiersOf(clause.replaceAll(/\w+ as /g, "").replaceAll(/\btype /g, "")));
  }
  const declaration =
    /^(?:export )?(?:declare )?(?:async )?(?:const|let|var|class|function\*?|interface|type|await using|using) (\{[^}]*\}|\[[^\]]*\]|\w+)/gm;
  for (const [, pattern = ""] of code.matchAll(declaration)) {
    names.push(...identifiersOf(pattern.replaceAll(/\w+:/g, "").replaceAll(/=[^,}\]]*/g, "")));
  }
  return names;
}

function identifiersOf(text: string): string[] {
  return text.match(/[A-Za-z_$][\w$]*/g) ?? [];
}
