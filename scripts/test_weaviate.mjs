// Runs the tests that need real Weaviate servers: npm run test:weaviate [-- [--within SECONDS] VITEST-ARGUMENTS].
// The server's binary is looked for in TASB_WEAVIATE_SERVER and in the user's cache, else built there by
// Go, which is needed for this alone. The tests run in a network of their own that has loopback and
// nothing else, because two of the server's ports cannot be bound to one address. Where one of these is
// missing, the tests are skipped with a message; --within skips them also where time runs out.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const VERSION = "v1.35.2";
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "langchain-tasb");
const binary = process.env.TASB_WEAVIATE_SERVER ?? join(cache, `weaviate-server-${VERSION}`);

const args = process.argv.slice(2);
let seconds = Infinity;
if (args[0] === "--within") {
  seconds = Number(args[1]);
  args.splice(0, 2);
  if (!(seconds > 0)) throw new Error("Expected --within SECONDS, a number above 0.");
}
const until = Date.now() + seconds * 1000;

function skip(reason) {
  console.log(`Skipped the tests with Weaviate servers: ${reason}`);
  process.exit(0);
}

/** Runs a program and gives its exit code, `undefined` where it was not there, "late" out of time. */
function run(command, commandArgs, env = {}) {
  return new Promise((resolve) => {
    // In a group of its own, which can be ended as a whole.
    const child = spawn(command, commandArgs, {
      cwd: root,
      stdio: "inherit",
      detached: true,
      env: { ...process.env, ...env },
    });
    const end = (signal) => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, signal);
      } catch {
        // It has ended by itself.
      }
    };
    const stop = () => end("SIGTERM");
    process.on("SIGINT", stop).on("SIGTERM", stop);
    process.on("exit", () => end("SIGKILL"));
    const timer =
      seconds === Infinity
        ? undefined
        : setTimeout(() => {
            end("SIGKILL");
            resolve("late");
          }, until - Date.now());
    child.on("error", () => resolve(undefined));
    child.on("exit", (code) => {
      clearTimeout(timer);
      resolve(code ?? 1);
    });
  });
}

// A process namespace too: when its first process ends, every other one does.
const isolated = ["-rnpf", "--mount-proc", "--kill-child"];
const loopback = '(ip link set lo up || ifconfig lo up) && exec "$@"';
if (spawnSync("unshare", [...isolated, "sh", "-c", loopback, "sh", "true"]).status !== 0) {
  skip("this system does not let `unshare` make a network of its own.");
}

if (!existsSync(binary)) {
  if (process.env.TASB_WEAVIATE_SERVER !== undefined) {
    console.error(`TASB_WEAVIATE_SERVER names ${binary}, which does not exist.`);
    process.exit(1);
  }
  const go = ["go", "/usr/local/go/bin/go"].find((one) => spawnSync(one, ["version"]).status === 0);
  if (go === undefined) skip("Go is not installed, which builds the server.");
  console.log(`Building weaviate-server ${VERSION}, which takes some minutes the first time.`);
  const building = join(cache, `building-${process.pid}`);
  mkdirSync(building, { recursive: true });
  const module = `github.com/weaviate/weaviate/cmd/weaviate-server@${VERSION}`;
  const built = await run(go, ["install", module], { GOBIN: building });
  if (built !== 0) rmSync(building, { recursive: true, force: true });
  if (built === "late") skip("the server could not be built in time.");
  if (built !== 0) {
    console.error("The Weaviate server could not be built.");
    process.exit(1);
  }
  renameSync(join(building, "weaviate-server"), binary);
  rmSync(building, { recursive: true });
}

const vitest = join(root, "node_modules/vitest/vitest.mjs");
const command = [process.execPath, vitest, "run", "--config", "vitest.weaviate.config.ts", ...args];
const code = await run("unshare", [...isolated, "sh", "-c", loopback, "sh", ...command], {
  WEAVIATE_SERVER: binary,
});
if (code === "late") skip("they did not end in time.");
process.exit(code ?? 1);
