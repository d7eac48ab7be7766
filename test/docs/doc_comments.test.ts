import { join } from "node:path";
import ts from "@typescript/typescript6";
import { beforeAll, describe, expect, it } from "vitest";
import { root } from "./pages.js";

interface Member {
  name: string;
  comment: string;
  declaration: ts.Declaration;
}

interface PublicSymbol {
  name: string;
  comment: string;
  members: Member[];
}

/** The entries of the package, each a file of src. */
const entries = ["index", "bm25", "evaluation", "weaviate"].map((name) =>
  join(root, `src/${name}.ts`),
);
/** Interfaces that a caller fills in. */
const isFilledIn = (name: string): boolean =>
  /(?:Options|Settings|Input|Params|Request)$/.test(name);

let symbols: PublicSymbol[] = [];
beforeAll(() => {
  symbols = publicSymbols();
});

describe("the public names", () => {
  it("each have a doc comment, and so has every public member", () => {
    expect(symbols.length).toBeGreaterThan(150);
    const missing = symbols.flatMap(({ name, comment, members }) => [
      ...(comment === "" ? [name] : []),
      ...members
        .filter((member) => member.comment === "")
        .map((member) => `${name}.${member.name}`),
    ]);
    expect(missing).toEqual([]);
  });

  it("that are options say their default", () => {
    expect(options().length).toBeGreaterThan(60);
    const missing = options()
      .filter(({ comment }) => !/\bdefault|\bneeded\b/i.test(comment))
      .map(({ name }) => name);
    expect(missing).toEqual([]);
  });

  it("that are numbers among the options say their range", () => {
    const range = /positive|at least \d|integer|finite|any number|from \d|\[\d|less than/i;
    const missing = options()
      .filter(({ type }) => /^(?:number|\{[^}]*: number;? \})$/.test(type))
      .filter(({ comment }) => !range.test(comment.replaceAll("\n", " ")))
      .map(({ name }) => name);
    expect(missing).toEqual([]);
  });
});

/** Optional properties of what callers fill in, but for signals and callbacks: these do nothing when absent. */
function options(): { name: string; comment: string; type: string }[] {
  return symbols
    .filter(({ name }) => isFilledIn(name))
    .flatMap(({ name, members }) =>
      members.flatMap(({ name: member, comment, declaration }) => {
        if (!ts.isPropertySignature(declaration) || declaration.questionToken === undefined) {
          return [];
        }
        const type = declaration.type?.getText().replaceAll(/\s+/g, " ") ?? "";
        const silent = /^AbortSignal\b/.test(type) || /^\(.*\) => void$/.test(type);
        return silent ? [] : [{ name: `${name}.${member}`, comment, type }];
      }),
    );
}

function publicSymbols(): PublicSymbol[] {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) =>
    ts.sys.readFile(path),
  );
  const parsed = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram(entries, parsed.options);
  const checker = program.getTypeChecker();
  const commentOf = (symbol: ts.Symbol): string =>
    ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim();
  const found = new Map<ts.Symbol, PublicSymbol>();
  for (const entry of entries) {
    const module = checker.getSymbolAtLocation(program.getSourceFile(entry)!)!;
    for (const exported of checker.getExportsOfModule(module)) {
      const symbol =
        (exported.flags & ts.SymbolFlags.Alias) !== 0
          ? checker.getAliasedSymbol(exported)
          : exported;
      if (found.has(symbol)) continue;
      const members = membersOf(symbol, checker).flatMap((member) => {
        const declaration = member.declarations?.[0];
        return declaration !== undefined && isPublic(declaration)
          ? [{ name: member.name, comment: commentOf(member), declaration }]
          : [];
      });
      found.set(symbol, { name: symbol.name, comment: commentOf(symbol), members });
    }
  }
  return [...found.values()];
}

/** Own members, static ones included; of a type, the properties that are written in src. */
function membersOf(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol[] {
  if ((symbol.flags & ts.SymbolFlags.TypeAlias) !== 0) {
    return checker
      .getDeclaredTypeOfSymbol(symbol)
      .getProperties()
      .filter((property) =>
        property.declarations?.every(({ parent }) =>
          parent.getSourceFile().fileName.startsWith(join(root, "src")),
        ),
      );
  }
  if ((symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface)) === 0) return [];
  const statics = (symbol.flags & ts.SymbolFlags.Class) === 0 ? [] : [...(symbol.exports ?? [])];
  return [...(symbol.members ?? []), ...statics]
    .filter(([name]) => !String(name).startsWith("__"))
    .map(([, member]) => member)
    .filter(
      ({ flags }) => (flags & (ts.SymbolFlags.TypeParameter | ts.SymbolFlags.Prototype)) === 0,
    );
}

/** What a class keeps to itself needs no comment here; a constructor has that of its class. */
function isPublic(declaration: ts.Declaration): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return (
    !ts.isConstructorDeclaration(declaration) &&
    ts.getNameOfDeclaration(declaration)?.kind !== ts.SyntaxKind.PrivateIdentifier &&
    (ts.getCombinedModifierFlags(declaration) & hidden) === 0
  );
}
