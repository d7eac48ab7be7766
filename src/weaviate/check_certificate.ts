/**
 * Whether this process trusts the certificate of a server, asked before the first call: the client
 * library takes an untrusted one for a server that is down, and tries until its time-out.
 */

import { readFile } from "node:fs/promises";
import { isIP } from "node:net";
import { connect, type ConnectionOptions, type TLSSocket } from "node:tls";

import { InvalidArgumentError } from "../errors.js";
import { readEnvironment } from "../system/environment.js";
import { UntrustedServerError } from "./failures.js";
import type { Endpoint } from "./hosts.js";

/** A server that does not shake hands for this long is left to the first call. */
const MOST_MILLISECONDS = 2000;

/**
 * The authorities that gRPC trusts where they are not those of Node.js.
 *
 * @throws InvalidArgumentError where their file cannot be read
 */
export async function grpcAuthorities(): Promise<Buffer | undefined> {
  const { grpcRootsPath } = readEnvironment();
  if (grpcRootsPath === undefined) return undefined;
  return readFile(grpcRootsPath).catch((cause: unknown) => {
    throw new InvalidArgumentError(
      `Expected GRPC_DEFAULT_SSL_ROOTS_FILE_PATH to name a file of certificates: ${String(cause)}.`,
      { cause },
    );
  });
}

/**
 * Shakes hands with a server. One that cannot be reached, or does not answer, counts as good.
 *
 * @param authorities their certificates, PEM; default: those that Node.js trusts
 * @throws UntrustedServerError where its certificate is not signed by one of them, is of another name
 *   or out of date, and where the server does not speak TLS
 */
export async function checkCertificate(
  { host, port }: Pick<Endpoint, "host" | "port">,
  authorities?: Buffer,
): Promise<void> {
  const name = host.replace(/^\[(.*)\]$/, "$1");
  const options: ConnectionOptions = {
    host: name,
    port,
    ALPNProtocols: ["h2", "http/1.1"],
    ...(authorities !== undefined && { ca: authorities }),
  };
  // Addresses are not sent as a name: RFC 6066.
  if (isIP(name) === 0) options.servername = name;
  const problem = await problemOf(options);
  if (problem === undefined) return;
  throw new UntrustedServerError(
    `The server at ${host}:${port} ${problem}. Authorities of your own are named by ` +
      "NODE_EXTRA_CA_CERTS, and for gRPC by GRPC_DEFAULT_SSL_ROOTS_FILE_PATH where that is set.",
  );
}

function problemOf(options: ConnectionOptions): Promise<string | undefined> {
  return new Promise((resolve) => {
    let socket: TLSSocket | undefined;
    const end = (problem?: string): void => {
      clearTimeout(timer);
      socket?.destroy();
      resolve(problem);
    };
    const timer = setTimeout(end, MOST_MILLISECONDS);
    socket = connect(options, () => end());
    socket.on("error", (error) => {
      const code = "code" in error ? error.code : undefined;
      // Set where the handshake came as far as the certificate.
      const untrusted = Boolean(socket?.authorizationError);
      if (untrusted)
        end(`has a certificate that is not trusted: ${error.message} (${String(code)})`);
      else end(code === "ERR_SSL_WRONG_VERSION_NUMBER" ? "does not speak TLS" : undefined);
    });
  });
}
