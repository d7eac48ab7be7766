/** What the processor does with products of bytes. */

import { readFile } from "node:fs/promises";

/** Names of the x86 instructions that multiply bytes and add in 32 bits. */
const BYTE_PRODUCTS = /\s(?:avx512_vnni|avx_vnni|amx_int8)\s/u;

/**
 * Whether the engine may add two products of bytes in 16 bits on this processor, which cuts off
 * large sums: x86 without VNNI. Only Linux tells which instructions an x86 processor has; elsewhere
 * the cautious answer is given.
 */
export async function addsPairsIn16Bits(): Promise<boolean> {
  if (process.arch !== "x64") return false;
  if (process.platform !== "linux") return true;
  const text = await readFile("/proc/cpuinfo", "utf8").catch(() => "");
  const flags = /^flags\s*:(.*)$/mu.exec(text)?.[1] ?? "";
  return !BYTE_PRODUCTS.test(` ${flags} `);
}
