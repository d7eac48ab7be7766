/** interim */
export function scanWords(text: string, visit: (start: number, end: number) => void): void {
  for (const match of text.matchAll(/[\p{L}\p{N}\p{M}_]+(?:['’.][\p{L}\p{N}]+)*/gu)) {
    visit(match.index, match.index + match[0].length);
  }
}
