/** Real Weaviate servers on loopback. The runner sees to it that nothing outside can reach them. */

import { spawn, type ChildProcess } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

/** The server's binary, from scripts/test_weaviate.mjs. */
export const BINARY = process.env["WEAVIATE_SERVER"];

const running = new Set<ChildProcess>();
// Whatever ends this process, no server stays behind.
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** One server with a folder of its own, which survives restarts. */
export class WeaviateServer {
  readonly #folder: string;
  readonly #variables: Record<string, string>;
  readonly #options: readonly string[];
  readonly #port: number;
  readonly #grpcPort: number;
  #child: ChildProcess | undefined;

  constructor(
    folder: string,
    port: number,
    grpcPort: number,
    variables: Record<string, string>,
    options: readonly string[] = [],
  ) {
    this.#folder = folder;
    this.#port = port;
    this.#grpcPort = grpcPort;
    this.#variables = variables;
    this.#options = options;
  }

  /** Of the process, while it runs. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Holds everything that the server writes. */
  get folder(): string {
    return this.#folder;
  }

  /** Of HTTP. */
  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** For `hosts`. */
  get address(): string {
    return `${this.origin}?grpc=${this.#grpcPort}`;
  }

  /** Starts the process; `ready` waits for it. */
  async start(): Promise<void> {
    if (BINARY === undefined) throw new Error("Run these tests by `npm run test:weaviate`.");
    await mkdir(this.#folder, { recursive: true });
    const child = spawn(
      BINARY,
      ["--scheme", "http", "--host", "127.0.0.1", "--port", String(this.#port), ...this.#options],
      {
        env: {
          PATH: process.env["PATH"],
          PERSISTENCE_DATA_PATH: join(this.#folder, "data"),
          AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED: "true",
          AUTOSCHEMA_ENABLED: "false",
          DISABLE_TELEMETRY: "true",
          GO_PROFILING_DISABLE: "true",
          RAFT_TIMEOUTS_MULTIPLIER: "1",
          PERSISTENCE_MEMTABLES_FLUSH_DIRTY_AFTER_SECONDS: "2",
          CLUSTER_ADVERTISE_ADDR: "127.0.0.1",
          CLUSTER_BIND_ADDR: "127.0.0.1",
          GRPC_PORT: String(this.#grpcPort),
          ...this.#variables,
        },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    running.add(child);
    child.on("exit", () => running.delete(child));
    const log = createWriteStream(join(this.#folder, "server.log"), { flags: "a" });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    this.#child = child;
  }

  async ready(seconds = 60): Promise<void> {
    const until = Date.now() + seconds * 1000;
    while (Date.now() < until) {
      if (this.#child?.exitCode !== null) break;
      const answer = await fetch(`http://127.0.0.1:${this.#port}/v1/.well-known/ready`).catch(
        () => undefined,
      );
      if (answer?.ok === true) return;
      await setTimeout(100);
    }
    throw new Error(`The Weaviate server at port ${this.#port} did not get ready.`);
  }

  /** Removes what a stopped server holds of its collections; it keeps its place in the cluster. */
  async forgetCollections(): Promise<void> {
    const data = join(this.#folder, "data");
    for (const { name } of await readdir(data, { withFileTypes: true })) {
      if (name.startsWith("replicated")) await rm(join(data, name), { recursive: true });
    }
  }

  /** `SIGKILL` is a crash: nothing is written any more. */
  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGKILL"): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await ended;
  }
}

/** Servers that are stopped, and their folders removed, by `[Symbol.asyncDispose]`. */
export interface Servers extends AsyncDisposable {
  servers: WeaviateServer[];
  addresses: string[];
}

/**
 * One server, or a cluster of several that know each other, ready for calls.
 *
 * @param options of the command line, beside those of HTTP at loopback
 */
export async function startServers(
  count: 1 | 3,
  variables: Record<string, string> = {},
  options: readonly string[] = [],
): Promise<Servers> {
  const folder = await mkdtemp(join(tmpdir(), "tasb-weaviate-"));
  const servers = Array.from(
    { length: count },
    (_, i) =>
      new WeaviateServer(
        join(folder, String(i)),
        8080 + i,
        50051 + i,
        {
          ...(count === 1 ? { CLUSTER_HOSTNAME: "weaviate-0" } : clusterVariables(i, count)),
          ...variables,
        },
        options,
      ),
  );
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all(servers.map((server) => server.start()));
    await Promise.all(servers.map((server) => server.ready()));
  } catch (error) {
    await stop();
    throw error;
  }
  const addresses = servers.map(({ address }) => address);
  return { servers, addresses, [Symbol.asyncDispose]: stop };
}

function clusterVariables(i: number, count: number): Record<string, string> {
  const all = Array.from({ length: count }, (_, n) => n);
  return {
    CLUSTER_HOSTNAME: `weaviate-${i}`,
    CLUSTER_IN_LOCALHOST: "true",
    CLUSTER_GOSSIP_BIND_PORT: String(7100 + 2 * i),
    CLUSTER_DATA_BIND_PORT: String(7101 + 2 * i),
    CLUSTER_JOIN: all.map((n) => `127.0.0.1:${7100 + 2 * n}`).join(),
    RAFT_PORT: String(8300 + 2 * i),
    RAFT_INTERNAL_RPC_PORT: String(8301 + 2 * i),
    RAFT_JOIN: all.map((n) => `weaviate-${n}:${8300 + 2 * n}`).join(),
    RAFT_BOOTSTRAP_EXPECT: String(count),
  };
}
