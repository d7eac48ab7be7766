/** Certificates made for a test by openssl, and the authority that signed them. */

import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";

export const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

/** Files of PEM. */
export interface Certificate {
  key: string;
  certificate: string;
}

function request(folder: string, name: string, more: readonly string[]): Certificate {
  const [key, certificate] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const files = ["-keyout", key, "-out", certificate];
  const args = ["req", "-x509", ...curve, ...files, "-subj", `/CN=${name}`, ...more];
  execFileSync("openssl", args, { stdio: "pipe" });
  return { key, certificate };
}

export function makeAuthority(folder: string, name = "authority"): Certificate {
  return request(folder, name, ["-days", "1"]);
}

/** A server's certificate for 127.0.0.1 and localhost, unless it is for other names. */
export function makeCertificate(
  folder: string,
  name: string,
  authority: Certificate,
  { names = "IP:127.0.0.1,DNS:localhost", days = 1 } = {},
): Certificate {
  const signed = ["-CA", authority.certificate, "-CAkey", authority.key, "-days", String(days)];
  const extensions = [`subjectAltName=${names}`, "basicConstraints=critical,CA:FALSE"];
  return request(folder, name, [
    ...signed,
    ...extensions.flatMap((extension) => ["-addext", extension]),
  ]);
}
