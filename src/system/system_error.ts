/** Errors of the operating system. */

/** `ENOENT` and the like, where the error is one of the operating system's. */
export function systemErrorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;
}
