// Pages of the site made of the notebooks, with the outputs that are kept in them: docs/notebooks/*.md.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { cellsOf, textOf } from "../notebooks/lib/cells.mjs";

/** @returns the names of the notebooks of a folder, without `.ipynb`, in order */
export function notebooksIn(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".ipynb"))
    .map((name) => basename(name, ".ipynb"))
    .toSorted();
}

/** The heading of a notebook. */
export function titleOf(folder, name) {
  const [{ source }] = cellsOf(join(folder, `${name}.ipynb`));
  return /^# (.+)$/m.exec(source)?.[1] ?? name;
}

/** Writes a page for each notebook, and its pictures beside it. */
export function writeNotebookPages(folder, to) {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  for (const name of notebooksIn(folder)) {
    const pictures = new Map();
    const parts = cellsOf(join(folder, `${name}.ipynb`)).flatMap(({ type, source, outputs }, i) =>
      type === "markdown"
        ? [sitesLinks(source)]
        : [
            fence("ts", source),
            ...outputs.map((output, j) => shown(output, `${name}_${i + 1}_${j + 1}.svg`, pictures)),
          ],
    );
    for (const [file, svg] of pictures) writeFileSync(join(to, file), svg);
    writeFileSync(join(to, `${name}.md`), `${parts.join("\n\n")}\n`);
  }
}

/** Notebooks link to each other as files; on the site they are pages. */
function sitesLinks(markdown) {
  return markdown
    .replaceAll(/\]\((\w+)\.ipynb\)/g, "]($1.md)")
    .replaceAll("](README.md)", "](../notebooks.md)");
}

function shown({ data, text }, file, pictures) {
  if (data === undefined) return fence("text", textOf(text ?? ""));
  const svg = data["image/svg+xml"];
  const plain = textOf(data["text/plain"] ?? "");
  if (svg !== undefined) {
    pictures.set(file, textOf(svg));
    return `![${plain}](./${file})`;
  }
  const table = data["text/markdown"];
  return table === undefined ? fence("text", plain) : textOf(table);
}

function fence(language, text) {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}
