// Starts three Weaviate servers on this machine without containers, until Ctrl-C:
//
//     node examples/cluster/start.mjs WEAVIATE_SERVER [DATA_FOLDER]
//
// WEAVIATE_SERVER is the binary, built by Go 1.25 or later:
//
//     go install github.com/weaviate/weaviate/cmd/weaviate-server@v1.35.2
//
// Two of a server's ports (gRPC and one of the cluster's) listen at every address of the machine and
// cannot be bound to one: on a machine that others can reach, run this in a network of its own,
//
//     unshare -rn sh -c 'ip link set lo up && node examples/cluster/start.mjs …'
//
// or behind a firewall.
import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";

const [binary, folder = "weaviate-data"] = process.argv.slice(2);
if (binary === undefined) {
  console.error("Usage: node examples/cluster/start.mjs WEAVIATE_SERVER [DATA_FOLDER]");
  process.exit(2);
}

const numbers = [0, 1, 2];
const children = [];
const stopping = new AbortController();

function stop(code) {
  stopping.abort();
  process.exitCode = code;
  // SIGTERM lets a server write what it holds in memory.
  for (const child of children) child.kill("SIGTERM");
}

function start(i) {
  const data = resolve(folder, String(i));
  mkdirSync(data, { recursive: true });
  const child = spawn(
    resolve(binary),
    ["--scheme", "http", "--host", "127.0.0.1", "--port", String(8080 + i)],
    {
      env: {
        PATH: process.env.PATH,
        PERSISTENCE_DATA_PATH: data,
        // BM25 passes over what is in memory alone; see docs/scaling.md.
        PERSISTENCE_MEMTABLES_FLUSH_DIRTY_AFTER_SECONDS: "2",
        AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED: "true",
        AUTOSCHEMA_ENABLED: "false",
        DISABLE_TELEMETRY: "true",
        GO_PROFILING_DISABLE: "true",
        GRPC_PORT: String(50051 + i),
        CLUSTER_HOSTNAME: `weaviate-${i}`,
        CLUSTER_IN_LOCALHOST: "true",
        CLUSTER_ADVERTISE_ADDR: "127.0.0.1",
        CLUSTER_BIND_ADDR: "127.0.0.1",
        CLUSTER_GOSSIP_BIND_PORT: String(7100 + 2 * i),
        CLUSTER_DATA_BIND_PORT: String(7101 + 2 * i),
        CLUSTER_JOIN: numbers.map((n) => `127.0.0.1:${7100 + 2 * n}`).join(","),
        RAFT_PORT: String(8300 + 2 * i),
        // Servers on one machine find each other's at one above RAFT_PORT.
        RAFT_INTERNAL_RPC_PORT: String(8301 + 2 * i),
        RAFT_JOIN: numbers.map((n) => `weaviate-${n}:${8300 + 2 * n}`).join(","),
        RAFT_BOOTSTRAP_EXPECT: String(numbers.length),
        RAFT_TIMEOUTS_MULTIPLIER: "1",
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const log = createWriteStream(join(data, "server.log"), { flags: "a" });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  child.on("error", (error) => {
    console.error(error.message);
    stop(1);
  });
  child.on("exit", (code) => {
    if (stopping.signal.aborted) return;
    console.error(`Server ${i} ended with code ${code}; its log is ${join(data, "server.log")}`);
    stop(1);
  });
  children.push(child);
}

process.on("SIGINT", () => stop(0)).on("SIGTERM", () => stop(0));
// Whatever ends this program, no server stays behind.
process.on("exit", () => children.forEach((child) => child.kill("SIGKILL")));

for (const i of numbers) start(i);
for (const i of numbers) {
  while (!stopping.signal.aborted) {
    const answer = await fetch(`http://127.0.0.1:${8080 + i}/v1/.well-known/ready`).catch(() => {});
    if (answer?.ok) break;
    await setTimeout(100);
  }
}
if (!stopping.signal.aborted) {
  console.log("Three servers are ready; Ctrl-C stops them.");
  for (const i of numbers) console.log(`http://127.0.0.1:${8080 + i}?grpc=${50051 + i}`);
}
