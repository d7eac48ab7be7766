/** Weaviate knows objects by UUID: version 5 of the person's id, so that a retry hits the same one. */

import { createHash } from "node:crypto";

/** Fixed for ever: stored objects carry what came of it. A random UUID. */
const NAMESPACE = "5d0f1d5c-3c5a-4f3e-9a41-7e6c1a0b9d27";

/** RFC 9562, section 5.5, of the text in UTF-8. */
function uuid5(text: string, namespace: string): string {
  const hash = createHash("sha1")
    .update(Buffer.from(namespace.replaceAll("-", ""), "hex"))
    .update(text, "utf8")
    .digest();
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString("hex", 0, 16);
  return [0, 8, 12, 16, 20].map((from, i) => hex.slice(from, [8, 12, 16, 20, 32][i])).join("-");
}

/** The object that holds a passage and its first window's vector. */
export function passageUuid(id: string): string {
  return uuid5(id, NAMESPACE);
}

/** The object that holds the vector of a further window, from 1. */
export function windowUuid(passage: string, window: number): string {
  return uuid5(String(window), passage);
}
