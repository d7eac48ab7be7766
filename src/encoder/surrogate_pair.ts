/** Characters of two UTF-16 code units, which must not be cut. */

/** Whether a surrogate pair stands at `at`. */
export function isPair(text: string, at: number): boolean {
  return (text.codePointAt(at) ?? 0) > 0xffff;
}
