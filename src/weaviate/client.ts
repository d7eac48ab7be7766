/** Connections to one server each, by the package `weaviate-client`, an optional dependency. */

import type { WeaviateClient } from "weaviate-client";

import { CollectionUnavailableError } from "../errors.js";
import { checkCertificate, grpcAuthorities } from "./check_certificate.js";
import type { Host } from "./hosts.js";

/** How every server is spoken to. */
export interface ClientSettings {
  readonly apiKey: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
}

/** Node.js keeps no longer time, and ends it at once. */
const MOST_MILLISECONDS = 2 ** 31 - 1;

/**
 * Whether the server's process answers, be it with a refusal. Not by the client's own `isLive`: that
 * leaves a rejected promise behind where it does not, which ends a program.
 */
export async function isLive(
  { http }: Host,
  { apiKey, headers, timeoutSeconds }: ClientSettings,
): Promise<boolean> {
  const { host, port, path, secure } = http;
  const address = `${secure ? "https" : "http"}://${host}:${port}${path}/v1/.well-known/live`;
  try {
    const { status } = await fetch(address, {
      // What stands before the server may let nothing else through.
      headers: { ...headers, ...(apiKey !== undefined && { Authorization: `Bearer ${apiKey}` }) },
      signal: AbortSignal.timeout(Math.min(MOST_MILLISECONDS, Math.ceil(1000 * timeoutSeconds))),
    });
    return status < 500;
  } catch {
    return false;
  }
}

/**
 * Makes a connection. What is sent before its first use are the handshake of TLS and a question for
 * the server's version: the client library asks for it whenever a collection is used until it has
 * it, and leaves a rejected promise behind where a server is down, which ends a program.
 *
 * @throws CollectionUnavailableError where `weaviate-client` is not installed; UntrustedServerError
 *   where the server's certificate is not trusted; the client's error where it does not answer
 */
export async function openClient(
  { http, grpc }: Host,
  { apiKey, headers, timeoutSeconds }: ClientSettings,
): Promise<WeaviateClient> {
  const { connectToCustom, ApiKey } = await import("weaviate-client").catch((cause: unknown) => {
    throw new CollectionUnavailableError(
      "A Weaviate collection needs the package weaviate-client, which is not installed: " +
        'npm install "weaviate-client@~3.12.1"',
      { cause },
    );
  });
  await Promise.all([
    http.secure && checkCertificate(http),
    grpc.secure && checkCertificate(grpc, await grpcAuthorities()),
  ]);
  const client = await connectToCustom({
    httpHost: http.host,
    httpPort: http.port,
    httpPath: http.path,
    httpSecure: http.secure,
    grpcHost: grpc.host,
    grpcPort: grpc.port,
    grpcSecure: grpc.secure,
    headers: { ...headers },
    timeout: { init: timeoutSeconds, query: timeoutSeconds, insert: timeoutSeconds },
    // A server that is down must not keep us from the others.
    skipInitChecks: true,
    ...(apiKey !== undefined && { authCredentials: new ApiKey(apiKey) }),
  });
  try {
    await client.getWeaviateVersion();
    return client;
  } catch (error) {
    await client.close();
    throw error;
  }
}
