import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer as createPlainServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:tls";

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { checkCertificate, grpcAuthorities } from "../../src/weaviate/check_certificate.js";
import { UntrustedServerError } from "../../src/weaviate/failures.js";
import { hasOpenssl, makeAuthority, makeCertificate, type Certificate } from "./certificates.js";

let folder = "";
let authority: Certificate;
let trusted: Buffer;

const serving = async (server: Server, test: (port: number) => Promise<void>): Promise<void> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await test((server.address() as AddressInfo).port);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
};

/** A server that shakes hands and says nothing. */
function tlsServer({ key, certificate }: Certificate): Server {
  const files = { key: readFileSync(key), cert: readFileSync(certificate) };
  return createServer({ ...files, ALPNProtocols: ["h2"] }).on("tlsClientError", () => undefined);
}

// Skipped where there is no openssl to make certificates with.
describe.skipIf(!hasOpenssl)("checkCertificate", () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tasb-certificates-"));
    authority = makeAuthority(folder);
    trusted = readFileSync(authority.certificate);
  });

  afterAll(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true, force: true });
  });

  it("is content with a certificate for this name, signed by an authority that is given", async () => {
    await serving(tlsServer(makeCertificate(folder, "good", authority)), async (port) => {
      for (const host of ["127.0.0.1", "localhost"]) {
        await expect(checkCertificate({ host, port }, trusted)).resolves.toBeUndefined();
      }
    });
  });

  it("refuses one of an unknown authority, and says how to name it", async () => {
    await serving(tlsServer(makeCertificate(folder, "unknown", authority)), async (port) => {
      const checking = checkCertificate({ host: "127.0.0.1", port });
      await expect(checking).rejects.toBeInstanceOf(UntrustedServerError);
      await expect(checking).rejects.toThrowError(
        /127\.0\.0\.1:\d+ has a certificate that is not trusted: .*\(UNABLE_TO_VERIFY_LEAF_SIGNATURE\).*NODE_EXTRA_CA_CERTS/,
      );
    });
  });

  it("refuses one for another name", async () => {
    const other = makeCertificate(folder, "other", authority, { names: "DNS:elsewhere" });
    await serving(tlsServer(other), async (port) => {
      await expect(checkCertificate({ host: "127.0.0.1", port }, trusted)).rejects.toThrowError(
        /ERR_TLS_CERT_ALTNAME_INVALID/,
      );
    });
  });

  it("refuses a server that does not speak TLS", async () => {
    const plain = createPlainServer((socket) => {
      socket
        .on("error", () => undefined)
        .resume()
        .end("HTTP/1.0 400 Bad Request\r\n\r\n");
    });
    await serving(plain, async (port) => {
      await expect(checkCertificate({ host: "127.0.0.1", port })).rejects.toThrowError(
        /does not speak TLS/,
      );
    });
  });

  it("leaves a server that is away, or silent, to the first call", async () => {
    let port = 0;
    const silent = createPlainServer((socket) => socket.on("error", () => undefined).resume());
    await serving(silent, async (there) => {
      port = there;
      await expect(checkCertificate({ host: "127.0.0.1", port })).resolves.toBeUndefined();
    });
    for (const host of ["127.0.0.1", "[::1]"]) {
      await expect(checkCertificate({ host, port })).resolves.toBeUndefined();
    }
  });

  it("asks gRPC's own authorities where there are, and names the setting whose file is missing", async () => {
    vi.stubEnv("GRPC_DEFAULT_SSL_ROOTS_FILE_PATH", "");
    expect(await grpcAuthorities()).toBeUndefined();
    vi.stubEnv("GRPC_DEFAULT_SSL_ROOTS_FILE_PATH", authority.certificate);
    expect(await grpcAuthorities()).toEqual(trusted);
    vi.stubEnv("GRPC_DEFAULT_SSL_ROOTS_FILE_PATH", join(folder, "missing.pem"));
    const reading = grpcAuthorities();
    await expect(reading).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    await expect(reading).rejects.toThrowError(
      /GRPC_DEFAULT_SSL_ROOTS_FILE_PATH .*ENOENT.*missing\.pem/,
    );
  });
});
