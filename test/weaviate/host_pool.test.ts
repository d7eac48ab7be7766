import type { WeaviateClient } from "weaviate-client";
import { describe, expect, it } from "vitest";

import { UntrustedServerError } from "../../src/weaviate/failures.js";
import { HostPool } from "../../src/weaviate/host_pool.js";
import { parseHosts } from "../../src/weaviate/hosts.js";

const down = (): Error =>
  Object.assign(new Error("Search UNAVAILABLE: connect ECONNREFUSED"), {
    name: "WeaviateQueryError",
  });
const refused = (): Error =>
  Object.assign(new Error("Search INVALID_ARGUMENT: no such property"), {
    name: "WeaviateQueryError",
  });

/** A pool of three servers; the operation gets the number of the one that is asked. */
function pool(retries = 0, isLive: (host: number) => boolean = () => true) {
  const opened: number[] = [];
  const closed: number[] = [];
  const made = new HostPool(
    parseHosts(["http://a:1", "http://b:2", "http://c:3"]),
    async ({ http: { port } }) => {
      opened.push(port);
      return {
        number: port,
        close: async () => void closed.push(port),
      } as unknown as WeaviateClient;
    },
    async ({ http: { port } }) => isLive(port),
    retries,
  );
  const run = <T>(
    operation: (host: number) => Promise<T>,
    signal?: AbortSignal,
    write?: boolean,
  ): Promise<T> =>
    made.run(
      (client) => operation((client as unknown as { number: number }).number),
      signal,
      write,
    );
  return { run, opened, closed, close: () => made.close() };
}

describe("HostPool", () => {
  it("asks one server until it fails, then the next, and stays there", async () => {
    const { run, opened } = pool();
    const asked: number[] = [];
    const ask = (host: number): Promise<number> => {
      asked.push(host);
      return host === 1 && asked.length > 1 ? Promise.reject(down()) : Promise.resolve(host);
    };
    expect([await run(ask), await run(ask), await run(ask)]).toEqual([1, 2, 2]);
    expect(opened).toEqual([1, 2]);
  });

  it("goes round again after all have failed, and gives up with every server's reason", async () => {
    const { run } = pool(2);
    const asked: number[] = [];
    const failing = run((host) => {
      asked.push(host);
      return Promise.reject(down());
    });
    await expect(failing).rejects.toMatchObject({ code: "COLLECTION_UNAVAILABLE" });
    await expect(failing).rejects.toThrowError(/5 tries.*http:\/\/a:1.*http:\/\/b:2.*http:\/\/c:3/);
    expect(asked).toEqual([1, 2, 3, 1, 2]);
  });

  it("does not repeat what was refused", async () => {
    const { run } = pool(3);
    let asked = 0;
    const failing = run(() => {
      asked += 1;
      return Promise.reject(refused());
    });
    await expect(failing).rejects.toThrowError(/http:\/\/a:1 refused: .*no such property/);
    await expect(failing).rejects.toMatchObject({ code: "COLLECTION_UNAVAILABLE" });
    expect(asked).toBe(1);
  });

  it("asks the next server where one's certificate is not trusted, and no server twice", async () => {
    const untrusted = (): Error =>
      new UntrustedServerError("has a certificate that is not trusted");
    const { run } = pool(20);
    expect(
      await run((host) => (host === 1 ? Promise.reject(untrusted()) : Promise.resolve(host))),
    ).toBe(2);
    const asked: number[] = [];
    const failing = run((host) => {
      asked.push(host);
      return Promise.reject(untrusted());
    });
    await expect(failing).rejects.toMatchObject({ code: "COLLECTION_UNAVAILABLE" });
    await expect(failing).rejects.toThrowError(/3 tries\..*http:\/\/a:1: has a certificate/);
    expect(asked).toEqual([2, 3, 1]);
  });

  it("leaves a server whose process is gone without waiting for its answer", async () => {
    const { run } = pool(0, (host) => host !== 1);
    const answer = run((host) =>
      host === 1 ? new Promise<number>(() => {}) : Promise.resolve(host),
    );
    expect(await answer).toBe(2);
  });

  it("does not wait for a connection when the signal fires, and then sends nothing by it", async () => {
    let connect: (client: WeaviateClient) => void = () => undefined;
    const opening = new Promise<WeaviateClient>((resolve) => {
      connect = resolve;
    });
    const made = new HostPool(
      parseHosts("http://a:1"),
      () => opening,
      async () => true,
      0,
    );
    let sent = 0;
    const running = made.run(async () => (sent += 1), AbortSignal.timeout(20));
    await expect(running).rejects.toMatchObject({ code: "ABORTED" });
    connect({} as WeaviateClient);
    await new Promise((resolve) => setImmediate(resolve));
    expect(sent).toBe(0);
  });

  it("waits for a server that is slow and lives", async () => {
    const { run } = pool();
    const answer = run(async (host) => {
      await new Promise((resolve) => setTimeout(resolve, 1200));
      return host;
    });
    expect(await answer).toBe(1);
  });

  it("stops when the signal fires: before, during a call, and between two tries", async () => {
    const { run } = pool(20);
    const code = "ABORTED";
    await expect(run(async () => 1, AbortSignal.abort())).rejects.toMatchObject({ code });
    const waiting = run(() => new Promise(() => {}), AbortSignal.timeout(20));
    await expect(waiting).rejects.toMatchObject({ code });
    const trying = run(() => Promise.reject(down()), AbortSignal.timeout(50));
    await expect(trying).rejects.toMatchObject({ code });
  });

  it("waits for a write that is under way when the signal fires, and sends no other", async () => {
    const { run } = pool(20);
    const controller = new AbortController();
    let ended = 0;
    const writing = run(
      async () => {
        controller.abort();
        await new Promise((resolve) => setTimeout(resolve, 20));
        ended += 1;
        throw down();
      },
      controller.signal,
      true,
    );
    await expect(writing).rejects.toMatchObject({ code: "ABORTED" });
    expect(ended).toBe(1);
  });

  it("closes the connections it has opened", async () => {
    const { run, closed, close } = pool();
    await run(async () => 1);
    close();
    await new Promise((resolve) => setImmediate(resolve));
    expect(closed).toEqual([1]);
  });
});
