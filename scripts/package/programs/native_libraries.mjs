import { existsSync, readFileSync } from "node:fs";

/** Native libraries in this process that a package brought: the system's own list, where it keeps one. */
export function nativeLibraries() {
  const maps = "/proc/self/maps";
  const loaded = existsSync(maps)
    ? readFileSync(maps, "utf8").split("\n")
    : process.report.getReport().sharedObjects;
  return loaded.filter((line) => /onnxruntime|node_modules.*\.(?:node|so|dylib|dll)/.test(line));
}
