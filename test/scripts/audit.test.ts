import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
let work: string;
let server: Server | undefined;

beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), "tasb-audit-"));
  const project = { name: "audited", version: "1.0.0", dependencies: { left: "^1.0.0" } };
  writeFileSync(join(work, "package.json"), JSON.stringify(project));
  const packages = {
    "": project,
    "node_modules/left": { version: "1.2.0" },
    "node_modules/@scope/right": { version: "2.0.0-rc.1", dev: true },
  };
  writeFileSync(
    join(work, "package-lock.json"),
    JSON.stringify({ name: "audited", version: "1.0.0", lockfileVersion: 3, packages }),
  );
});

afterEach(() => {
  server?.close();
  server = undefined;
  rmSync(work, { recursive: true, force: true });
});

/** A registry that answers what is asked of advisories with `status` and `body`, on the loopback address. */
async function registry(status: number, body: string): Promise<string> {
  server = createServer((request, response) => {
    request.resume();
    const asksAdvisories = request.method === "POST";
    response.writeHead(asksAdvisories ? status : 404, { "content-type": "application/json" });
    response.end(asksAdvisories ? body : "{}");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("Expected a port");
  return `http://127.0.0.1:${address.port}/`;
}

/** What `npm run audit` prints for the project, with its exit code and its counts. */
function audit(address: string, ...options: string[]) {
  const counts = join(work, "counts.json");
  const args = [join(root, "scripts/audit.mjs"), "--counts", counts, ...options, work];
  return new Promise<{ code: number; printed: string; counted: unknown }>((resolve) => {
    const env = { ...process.env, npm_config_registry: address };
    execFile(process.execPath, args, { env }, (error, printed) => {
      const counted: unknown = JSON.parse(readFileSync(counts, "utf8"));
      resolve({ code: Number(error?.code ?? 0), printed, counted });
    });
  });
}

test("a registry without advisories is told and counted as skipped, and fails where they are required", async () => {
  const address = await registry(405, "");
  const { code, printed, counted } = await audit(address);
  expect(code).toBe(0);
  expect(printed).toContain("NOT AUDITED: 405");
  expect(printed).not.toContain("0 vulnerabilities");
  expect(counted).toEqual({ passed: 0, failed: 0, skipped: 1 });
  expect((await audit(address, "--require")).code).toBe(1);
});

test("a registry that answers with something else than a report is told, not taken as clean", async () => {
  const { code, printed, counted } = await audit(await registry(200, "<html>"), "--require");
  expect(code).toBe(1);
  expect(printed).toContain("NOT AUDITED");
  expect(counted).toEqual({ passed: 0, failed: 0, skipped: 1 });
});

test("an advisory of the registry fails, a registry that knows of none passes", async () => {
  const advisory = {
    id: 1,
    url: "https://example.org/1",
    title: "Left goes right",
    severity: "high",
    vulnerable_versions: "<1.3.0",
  };
  const known = await audit(await registry(200, JSON.stringify({ left: [advisory] })));
  expect(known.printed).toContain("high  left");
  expect(known.code).toBe(1);
  expect(known.counted).toEqual({ passed: 0, failed: 1, skipped: 0 });
  server?.close();
  const clean = await audit(await registry(200, "{}"), "--require");
  expect(clean.printed).toContain("0 vulnerabilities in 2 packages");
  expect(clean.code).toBe(0);
});

test("a folder of advisories is compared with the versions that are locked, scopes and pre-releases too", async () => {
  const write = (name: string, range: string): void => {
    mkdirSync(join(work, "npm", name), { recursive: true });
    writeFileSync(
      join(work, "npm", name, "CVE-1.yml"),
      `identifier: "CVE-1"\npubdate: "2026-01-02"\naffected_range: "${range}"\ntitle: "Bad"\n`,
    );
  };
  const look = () => audit("http://127.0.0.1:9/", "--advisories", work);
  write("left", ">=1.0.0 <1.2.0||>=2.0.0");
  write("@scope/right", "<2.0.0-rc.1");
  write("not-installed", "*");
  const clean = await look();
  expect(clean.printed).toContain("3 advisories of npm packages, the newest of 2026-01-02");
  expect(clean.printed).toContain("0 vulnerabilities in 2 packages; 2 names have advisories");
  expect(clean.code).toBe(0);
  write("@scope/right", "<=2.0.0");
  const known = await look();
  expect(known.printed).toContain("@scope/right@2.0.0-rc.1  CVE-1 (<=2.0.0): Bad");
  expect(known.code).toBe(1);
  write("@scope/right", "before the flood");
  const unclear = await look();
  expect(unclear.printed).toContain("range not understood: before the flood");
  expect(unclear.code).toBe(1);
});

test("every lock file of the repository is audited", async () => {
  const { printed } = await new Promise<{ printed: string }>((resolve) => {
    mkdirSync(join(work, "npm"));
    const args = [join(root, "scripts/audit.mjs"), "--advisories", work];
    execFile(process.execPath, args, (_, stdout) => resolve({ printed: stdout }));
  });
  const tracked = await new Promise<string>((resolve) => {
    execFile("git", ["ls-files", "*package-lock.json"], { cwd: root }, (_, stdout) =>
      resolve(stdout),
    );
  });
  const named = tracked.trim().split("\n");
  expect(named.length).toBeGreaterThan(1);
  const audited = [...printed.matchAll(/^(\S*package-lock\.json): /gm)].map((match) => match[1]);
  expect(audited.toSorted()).toEqual(named.toSorted());
});
