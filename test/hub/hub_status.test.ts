import { describe, expect, it } from "vitest";
import { hubStatus } from "../../src/model/hub/hub_status.js";
import { TestHub } from "./test_hub.js";

describe("hubStatus", () => {
  it("is reachable when the hub answers, even with a refusal", async () => {
    const hub = await TestHub.start();
    const url = `${hub.url}/`;
    expect(await hubStatus(hub.url, "owner/tiny")).toEqual({ endpoint: url, reachable: true });
    expect(await hubStatus(hub.url, "owner/other")).toEqual({ endpoint: url, reachable: true });
    await hub.close();
  });

  it("is not reachable when nobody answers, or the wrong one, with the reason", async () => {
    const hub = await TestHub.start();
    hub.interfere = (_seen, _request, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end();
      return true;
    };
    const portal = await hubStatus(hub.url, "owner/tiny");
    expect(portal).toMatchObject({ reachable: false, reason: expect.stringContaining("login") });
    hub.interfere = () => true;
    const silent = await hubStatus(hub.url, "owner/tiny", { timeout: 50 });
    expect(silent).toMatchObject({ reachable: false, reason: expect.stringContaining("50 ms") });
    const { url } = hub;
    await hub.close();
    expect((await hubStatus(url, "owner/tiny")).reachable).toBe(false);
  });

  it.each(["huggingface.co", "file:///tmp", ""])(
    "names the address %j as the fault",
    async (url) => {
      expect(await hubStatus(url, "owner/tiny")).toMatchObject({
        reachable: false,
        reason: expect.stringContaining("HF_ENDPOINT"),
      });
    },
  );
});
