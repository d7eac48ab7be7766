// Resolves a model for every message from the parent; see two_processes.test.ts.
import { pathToFileURL } from "node:url";

const { resolveModel } = await import(pathToFileURL(process.argv[2]).href);

process.on("message", async ({ endpoint, cacheDir }) => {
  try {
    const { directory } = await resolveModel("owner/tiny", { endpoint, cacheDir, offline: false });
    process.send({ directory });
  } catch (error) {
    process.send({ error: String(error) });
  }
});
process.send({ ready: true });
