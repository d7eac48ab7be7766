/** HTML and SVG out of strings, everything escaped. */

/** Text for an element or a quoted attribute. Control characters become U+FFFD. */
export function escapeMarkup(text: string): string {
  return text
    .replaceAll(/[^\P{Cc}\t\n]|[\ufffe\uffff]/gu, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** The first characters of a long text, and an ellipsis. Does not cut a character in two. */
export function shorten(text: string, length: number): string {
  const characters = Array.from(text);
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join("")}…`;
}

/** A coordinate: at most two decimals. */
export function coordinate(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** A picture with a name and a description for those who cannot see it. */
export interface Picture {
  /** Unique in the document; letters, digits and hyphens. */
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly description: string;
  /** SVG elements, escaped. */
  readonly content: string;
}

/** The `<svg>` element of a picture. It takes the width of its place. */
export function renderPicture(picture: Picture): string {
  const { id, width, height } = picture;
  return (
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-t ${id}-d">` +
    `<title id="${id}-t">${escapeMarkup(picture.title)}</title>` +
    `<desc id="${id}-d">${escapeMarkup(picture.description)}</desc>` +
    `${picture.content}</svg>`
  );
}

/** An SVG text element. */
export function svgText(
  x: number,
  y: number,
  text: string,
  anchor: "start" | "middle" | "end" = "start",
  className = "",
): string {
  const attributes =
    (anchor === "start" ? "" : ` text-anchor="${anchor}"`) +
    (className === "" ? "" : ` class="${className}"`);
  return `<text x="${coordinate(x)}" y="${coordinate(y)}"${attributes}>${escapeMarkup(text)}</text>`;
}

/** An SVG line element. */
export function svgLine(x1: number, y1: number, x2: number, y2: number, className: string): string {
  return (
    `<line x1="${coordinate(x1)}" y1="${coordinate(y1)}" x2="${coordinate(x2)}" ` +
    `y2="${coordinate(y2)}" class="${className}"/>`
  );
}

/** A table that scrolls sideways where it is too wide; the first column is the row's header. */
export function htmlTable(
  caption: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const head = header.map((cell) => `<th scope="col">${escapeMarkup(cell)}</th>`).join("");
  const body = rows
    .map((row) => {
      const [first = "", ...others] = row.map(escapeMarkup);
      const cells = others.map((cell) => `<td>${cell}</td>`).join("");
      return `<tr><th scope="row">${first}</th>${cells}</tr>`;
    })
    .join("\n");
  const name = escapeMarkup(caption);
  return (
    `<div class="scroll" tabindex="0" role="region" aria-label="${name}"><table>` +
    `<caption>${name}</caption><thead><tr>${head}</tr></thead>\n<tbody>${body}</tbody>` +
    `</table></div>`
  );
}
