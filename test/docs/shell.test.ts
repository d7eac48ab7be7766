import { describe, expect, it } from "vitest";
import { commandsIn } from "./shell.js";

describe("commandsIn", () => {
  it("splits at && and |, keeps quoted words whole, drops comments and variables", () => {
    expect(
      commandsIn(
        `npm ci && npm run demo -- "your question" # one\nA=b tasb search --index x 'how # so' | head -3`,
      ),
    ).toEqual([
      ["npm", "ci"],
      ["npm", "run", "demo", "--", "your question"],
      ["tasb", "search", "--index", "x", "how # so"],
      ["head", "-3"],
    ]);
  });

  it("joins lines that end in a backslash and leaves out where output goes", () => {
    expect(commandsIn('tasb ask \\\n  --index a"b c" q > out.txt')).toEqual([
      ["tasb", "ask", "--index", "ab c", "q"],
    ]);
  });

  it("gives nothing for an empty block", () => {
    expect(commandsIn("\n# only a comment\n")).toEqual([]);
  });
});
