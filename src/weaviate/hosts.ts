/** Addresses of Weaviate servers. */

import { describe, expected, InvalidArgumentError } from "../errors.js";

/** Where one server answers, over HTTP and over gRPC. */
export interface Host {
  /** Scheme, name and port, for messages. */
  readonly address: string;
  readonly http: Endpoint & { readonly path: string };
  readonly grpc: Endpoint;
}

/** Where something listens, with TLS or without. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
}

const GRPC_PORT = 50051;
/** Weaviate's own cloud answers gRPC under a name of its own. */
const CLOUD = [".weaviate.cloud", ".weaviate.network"];

/**
 * Reads `http://HOST:PORT` or `https://HOST:PORT`, each with `?grpc=PORT` or `?grpc=HOST:PORT` where
 * gRPC does not answer at the same host's port 50051.
 *
 * @throws InvalidArgumentError
 */
export function parseHost(address: string): Host {
  const url = typeof address === "string" ? parseUrl(address) : null;
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw expected("hosts", "an address such as http://localhost:8080?grpc=50051", address);
  }
  if (url.username !== "" || url.password !== "") {
    throw new InvalidArgumentError("Expected `hosts` without a password; pass `apiKey` instead.");
  }
  const secure = url.protocol === "https:";
  const port = url.port === "" ? (secure ? 443 : 80) : Number(url.port);
  return {
    address: url.origin,
    http: { host: url.hostname, port, secure, path: url.pathname.replace(/\/$/, "") },
    grpc: { ...grpcEndpoint(url), secure },
  };
}

function parseUrl(address: string): URL | null {
  return URL.canParse(address) ? new URL(address) : null;
}

function grpcEndpoint({ hostname, searchParams }: URL): { host: string; port: number } {
  const given = searchParams.get("grpc");
  if (given === null) {
    return CLOUD.some((name) => hostname.endsWith(name))
      ? { host: `grpc-${hostname}`, port: 443 }
      : { host: hostname, port: GRPC_PORT };
  }
  const colon = given.lastIndexOf(":");
  const host = colon > 0 ? given.slice(0, colon) : hostname;
  const port = given.slice(colon + 1);
  if (/^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) < 65_536) {
    return { host, port: Number(port) };
  }
  throw new InvalidArgumentError(
    `Expected \`?grpc=\` in \`hosts\` to be a port or host:port, got ${describe(given)}.`,
  );
}

/** @throws InvalidArgumentError */
export function parseHosts(hosts: string | readonly string[]): Host[] {
  const list: readonly string[] = typeof hosts === "string" ? [hosts] : hosts;
  if (!Array.isArray(list) || list.length === 0) {
    throw expected("hosts", "an address, or an array of at least one", hosts);
  }
  return list.map(parseHost);
}
