/** A server that speaks TLS over HTTP and gRPC, with certificates of an authority of our own, and a key. */

import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { hasOpenssl, makeAuthority, makeCertificate, type Certificate } from "./certificates.js";
import { startServers, type Servers } from "./weaviate_server.js";

// Each look is a program that starts.
vi.setConfig({ testTimeout: 240_000 });

const program = fileURLToPath(new URL("tls_client.mjs", import.meta.url));
const HTTPS_PORT = 8443;
const GRPC_PORT = 50051;

let folder = "";
let servers: Servers;
let authority: Certificate;
let other: Certificate;

/** What a program prints that trusts these authorities beside the known ones. */
async function reach(
  host: string,
  apiKey: string,
  { node, grpc }: { node?: Certificate; grpc?: Certificate },
): Promise<unknown> {
  const { NODE_EXTRA_CA_CERTS: _, GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: __, ...rest } = process.env;
  const env = {
    ...rest,
    ...(node && { NODE_EXTRA_CA_CERTS: node.certificate }),
    ...(grpc && { GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: grpc.certificate }),
  };
  const address = `https://${host}:${HTTPS_PORT}?grpc=${GRPC_PORT}`;
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [program, "Secure", apiKey, address], { env });
  return JSON.parse(stdout);
}

// Skipped where there is no openssl to make certificates with.
describe.skipIf(!hasOpenssl)("TLS and an API key", () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tasb-tls-"));
    authority = makeAuthority(folder);
    other = makeAuthority(folder, "other authority");
    const { key, certificate } = makeCertificate(folder, "server", authority, {
      names: "IP:127.0.0.1",
    });
    servers = await startServers(
      1,
      {
        AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED: "false",
        AUTHENTICATION_APIKEY_ENABLED: "true",
        AUTHENTICATION_APIKEY_ALLOWED_KEYS: "secret-key",
        AUTHENTICATION_APIKEY_USERS: "someone",
        TLS_PORT: String(HTTPS_PORT),
        TLS_CERTIFICATE: certificate,
        TLS_PRIVATE_KEY: key,
        GRPC_CERT_FILE: certificate,
        GRPC_KEY_FILE: key,
      },
      // Without TLS it is asked whether it is ready.
      ["--scheme", "https"],
    );
  });

  afterAll(async () => {
    await servers[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  const found = {
    dense: [{ id: "a", score: 11, sequence: 0 }],
    passages: [{ id: "a", text: "apple", metadata: {} }],
    count: 1,
    deleted: 1,
  };

  it("reaches a server whose authority NODE_EXTRA_CA_CERTS names, over HTTP and gRPC", async () => {
    expect(await reach("127.0.0.1", "secret-key", { node: authority })).toEqual(found);
  });

  it("trusts over gRPC those of GRPC_DEFAULT_SSL_ROOTS_FILE_PATH alone, where that is set", async () => {
    expect(await reach("127.0.0.1", "secret-key", { node: authority, grpc: authority })).toEqual(
      found,
    );
    expect(await reach("127.0.0.1", "secret-key", { node: authority, grpc: other })).toEqual({
      code: "COLLECTION_UNAVAILABLE",
      message: expect.stringMatching(
        /in 1 try\..* 127\.0\.0\.1:50051 has a certificate that is not trusted/,
      ) as unknown,
    });
  });

  it("says at once that a certificate is not trusted, or is another server's", async () => {
    const untrusted = {
      code: "COLLECTION_UNAVAILABLE",
      message: expect.stringMatching(/in 1 try\..*not trusted.*NODE_EXTRA_CA_CERTS/) as unknown,
    };
    expect(await reach("127.0.0.1", "secret-key", {})).toEqual(untrusted);
    expect(await reach("127.0.0.1", "secret-key", { node: other })).toEqual(untrusted);
    expect(await reach("localhost", "secret-key", { node: authority })).toEqual({
      ...untrusted,
      message: expect.stringMatching(/ERR_TLS_CERT_ALTNAME_INVALID/) as unknown,
    });
  });

  it("says at once that a key is wrong, without showing it", async () => {
    const refused = await reach("127.0.0.1", "another-key", { node: authority });
    expect(refused).toMatchObject({
      code: "COLLECTION_UNAVAILABLE",
      message: expect.stringMatching(/refused/) as unknown,
    });
    expect(JSON.stringify(refused)).not.toMatch(/another-key/);
  });
});
