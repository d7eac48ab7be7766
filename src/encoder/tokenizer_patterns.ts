/** Which regular expressions of a tokenizer.json are run. */

const CONTRACTIONS = "'s|'t|'re|'ve|'m|'ll|'d";
const CL100K_REST = String.raw`| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`;

/**
 * Those of the tokenizers in use, each of which takes linear time on any text: GPT-2, cl100k and
 * Llama 3, Qwen 2, CLIP, and white space.
 */
export const KNOWN_PATTERNS: ReadonlySet<string> = new Set([
  `${CONTRACTIONS}${String.raw`| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`}`,
  `(?i:${CONTRACTIONS})${String.raw`|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}`}${CL100K_REST}`,
  `(?i:${CONTRACTIONS})${String.raw`|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}`}${CL100K_REST}`,
  `${CONTRACTIONS}${String.raw`|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+`}`,
  String.raw`\s+`,
  " {2,}",
  String.raw`\n`,
  "\n",
  String.raw`\p{N}{1,3}`,
]);

/**
 * The first regular expression anywhere in `json` that is not known, as it stands there. Others may
 * take exponential time on a short text, and nothing can stop one that runs.
 */
export function unknownPattern(json: unknown): unknown {
  const open = [json];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== "object" || value === null) continue;
    for (const [key, child] of Object.entries(value)) {
      if (key === "Regex" && !(typeof child === "string" && KNOWN_PATTERNS.has(child)))
        return child;
      open.push(child);
    }
  }
  return undefined;
}
