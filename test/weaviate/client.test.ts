import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

import { describe, expect, it } from "vitest";

import { isLive, openClient } from "../../src/weaviate/client.js";
import { isTransient } from "../../src/weaviate/failures.js";
import { parseHost } from "../../src/weaviate/hosts.js";

const settings = { apiKey: undefined, headers: {}, timeoutSeconds: 10 };

/** Tries something at a server that answers with this status, after a moment. @returns what it was sent */
async function answering(
  status: number,
  attempt: (address: string) => Promise<void>,
): Promise<{ url: string | undefined; headers: IncomingHttpHeaders }[]> {
  const sent: { url: string | undefined; headers: IncomingHttpHeaders }[] = [];
  const server = createServer(({ url, headers }, response) => {
    sent.push({ url, headers });
    setTimeout(() => response.writeHead(status).end(), 20);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await attempt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  return sent;
}

describe("openClient", () => {
  it("fails where no server answers, as what may succeed elsewhere", async () => {
    let gone = "";
    await answering(200, async (address) => void (gone = address));
    const error = await openClient(parseHost(gone), settings).catch((one: unknown) => one);
    expect(isTransient(error)).toBe(true);
  });
});

describe("isLive", () => {
  it.each([
    [200, true],
    [401, true],
    [403, true],
    [404, true],
    [500, false],
    [503, false],
  ])("takes the status %i as %s", async (status, live) => {
    await answering(status, async (address) => {
      expect(await isLive(parseHost(address), settings)).toBe(live);
    });
  });

  it("sends the headers and the API key of every call", async () => {
    const sent = await answering(200, async (address) => {
      const host = parseHost(`${address}/base`);
      await isLive(host, { ...settings, apiKey: "key", headers: { "X-Tenant": "mine" } });
    });
    expect(sent).toMatchObject([
      {
        url: "/base/v1/.well-known/live",
        headers: { authorization: "Bearer key", "x-tenant": "mine" },
      },
    ]);
  });

  it.each([1.0005, 0.2 + 0.1, 1e9])(
    "waits for an answer for %d seconds",
    async (timeoutSeconds) => {
      await answering(200, async (address) => {
        expect(await isLive(parseHost(address), { ...settings, timeoutSeconds })).toBe(true);
      });
    },
  );

  it("finds no life where nothing listens", async () => {
    let gone = "";
    await answering(200, async (address) => void (gone = address));
    expect(await isLive(parseHost(gone), settings)).toBe(false);
  });
});
