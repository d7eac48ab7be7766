// Bundled declarations in fewer bytes. Readers see them in an editor, which shows a comment's Markdown.

/** A line of a comment that begins something of its own: a list's item, a tag, a table, a heading. */
const BEGINS = /^(?:[-*+#|>@]|\d+\.\s|```|\s{4})/;
/** A line that the next one does not go on with. */
const ENDS = /^(?:[#|]|```|\s{4}|$)/;

/** One comment `/** … *\/`: wrapped prose on one line, and all on one line where nothing else is in it. */
function compactComment(comment, indent) {
  const lines = comment
    .slice("/**".length, -"*/".length)
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, "").trimEnd());
  // What stands on the lines of the two marks.
  const whole = [lines[0].trim(), ...lines.slice(1)];
  if (whole[0] === "") whole.shift();
  if (whole.at(-1)?.trim() === "") whole.pop();
  const joined = [];
  let fenced = false;
  for (const line of whole) {
    const last = joined.at(-1);
    const goesOn =
      !fenced && last !== undefined && line !== "" && !ENDS.test(last) && !BEGINS.test(line);
    if (line.startsWith("```")) fenced = !fenced;
    if (goesOn) joined[joined.length - 1] = `${last} ${line.trim()}`;
    else joined.push(line);
  }
  if (joined.length === 1) return `/** ${joined[0].trim()} */`;
  const inner = joined.map((line) => `${indent} *${line === "" ? "" : ` ${line}`}\n`).join("");
  return `/**\n${inner}${indent} */`;
}

/**
 * Tabs, as doc comments stand four blanks deep and deeper; no blank lines; no comments of source files,
 * which in a bundle stand before nothing; and comments without their line breaks.
 */
export function compactDeclarations(code) {
  return code
    .replaceAll(/^(?: {4})+/gm, (indent) => "\t".repeat(indent.length / 4))
    .replaceAll(/^\/\*\*(?:(?!\*\/)[^])*\*\/\n(?=\n|\/\*\*)/gm, "")
    .replaceAll(/^(\t*)(\/\*\*(?:(?!\*\/)[^])*\*\/)/gm, (_, indent, comment) => {
      return indent + compactComment(comment, indent);
    })
    .replaceAll(/\n{2,}/g, "\n")
    .replace(/^\n/, "");
}
