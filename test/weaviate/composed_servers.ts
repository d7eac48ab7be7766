/**
 * The services of examples/cluster/compose.yaml without containers: each a process with the file's own
 * command and environment, in a network and under a host name of its own, all on one bridge. Images,
 * health checks, published ports and volumes are not tried.
 */

import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { createWriteStream, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import { parse } from "yaml";

import { packageRoot } from "../../src/package_root.js";
import { BINARY, type Servers } from "./weaviate_server.js";

interface Service {
  hostname: string;
  command: string[];
  environment: Record<string, string>;
  volumes: string[];
}

const BRIDGE = "tasb0";
const NETWORK = "10.77.0";

function ip(...args: string[]): void {
  execFileSync("ip", args, { stdio: "pipe" });
}

/** Whether this system lets a process make bridges. */
export function canBridge(): boolean {
  if (spawnSync("ip", ["link", "add", BRIDGE, "type", "bridge"]).status !== 0) return false;
  ip("link", "del", BRIDGE);
  return true;
}

/** What is run in the network of a service: it waits for its end of the cable. */
const ENTER = `
hostname "$1" && mount --bind "$2" /etc/hosts && ip link set lo up
until ip link set eth0 up 2>/dev/null; do sleep 0.05; done
ip addr add "$3/24" dev eth0
shift 3
exec "$@"`;

/** Ready for calls, at addresses that this process reaches. */
export async function startComposed(): Promise<Omit<Servers, "servers">> {
  if (BINARY === undefined) throw new Error("Run these tests by `npm run test:weaviate`.");
  const file = readFileSync(join(packageRoot, "examples/cluster/compose.yaml"), "utf8");
  const { services } = parse(file, { merge: true }) as { services: Record<string, Service> };
  const names = Object.keys(services);
  const address = (i: number): string => `${NETWORK}.${i + 2}`;
  const folder = await mkdtemp(join(tmpdir(), "tasb-composed-"));
  const hosts = join(folder, "hosts");
  const lines = ["127.0.0.1 localhost", ...names.map((name, i) => `${address(i)} ${name}`)];
  await writeFile(hosts, `${lines.join("\n")}\n`);
  const children: ChildProcess[] = [];

  const stop = async (): Promise<void> => {
    for (const child of children) child.kill("SIGKILL");
    ip("link", "del", BRIDGE);
    await rm(folder, { recursive: true, force: true });
  };

  ip("link", "add", BRIDGE, "type", "bridge");
  try {
    ip("addr", "add", `${NETWORK}.1/24`, "dev", BRIDGE);
    ip("link", "set", BRIDGE, "up");
    for (const [i, { hostname, command, environment, volumes }] of Object.values(
      services,
    ).entries()) {
      // The volume is mounted where the server is told to keep its data.
      const mounted = volumes[0]?.split(":")[1];
      if (mounted === undefined || mounted !== environment["PERSISTENCE_DATA_PATH"]) {
        throw new Error(`${hostname} keeps its data outside its volume.`);
      }
      const data = join(folder, String(i));
      await mkdir(data);
      const entered = ["sh", "-c", ENTER, "sh", hostname, hosts, address(i), BINARY, ...command];
      const child = spawn("unshare", ["--net", "--mount", "--uts", ...entered], {
        env: { PATH: process.env["PATH"], ...environment, PERSISTENCE_DATA_PATH: data },
        stdio: ["ignore", "pipe", "pipe"],
      });
      children.push(child);
      const log = createWriteStream(join(data, "server.log"));
      child.stdout.pipe(log, { end: false });
      child.stderr.pipe(log, { end: false });
      await cable(child, `tasb1${i}`);
    }
    const addresses = names.map((_, i) => `http://${address(i)}:8080?grpc=50051`);
    for (const [i] of names.entries())
      await ready(children[i]!, join(folder, String(i)), address(i));
    return { addresses, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Lays a cable from the bridge into the network of a process, once it has one of its own. */
async function cable(child: ChildProcess, name: string): Promise<void> {
  const network = (pid: number | string): string =>
    execFileSync("readlink", [`/proc/${pid}/ns/net`], { encoding: "utf8" });
  while (network(child.pid!) === network("self")) await setTimeout(20);
  ip("link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", String(child.pid));
  ip("link", "set", name, "master", BRIDGE, "up");
}

async function ready(child: ChildProcess, data: string, address: string): Promise<void> {
  for (const until = Date.now() + 120_000; Date.now() < until; await setTimeout(200)) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`http://${address}:8080/v1/.well-known/ready`).catch(
      () => undefined,
    );
    if (answer?.ok === true) return;
  }
  const log = readFileSync(join(data, "server.log"), "utf8");
  throw new Error(`The server at ${address} did not get ready: ${log.slice(-2000)}`);
}
