import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { cacheFolders, readEnvironment } from "../../src/system/environment.js";

describe("readEnvironment", () => {
  it("has the hub's own defaults", () => {
    const environment = readEnvironment({});
    expect(environment).toMatchObject({
      hubCache: join(homedir(), ".cache/huggingface/hub"),
      hubEndpoint: "https://huggingface.co",
      hubToken: undefined,
      hubTokenPath: join(homedir(), ".cache/huggingface/token"),
      offline: false,
      chatApiKey: undefined,
      weaviateApiKey: undefined,
      grpcRootsPath: undefined,
    });
  });

  it.each([
    [{ HF_HOME: "/h" }, "/h/hub"],
    [{ HF_HOME: "/h", HF_HUB_CACHE: "/c" }, "/c"],
    [{ HUGGINGFACE_HUB_CACHE: "/old" }, "/old"],
    [{ XDG_CACHE_HOME: "/x" }, "/x/huggingface/hub"],
    [{ HF_HOME: "~/h" }, join(homedir(), "h/hub")],
    [{ HF_HOME: " " }, join(homedir(), ".cache/huggingface/hub")],
  ])("with %j keeps hub files in %s", (variables, expected) => {
    expect(readEnvironment(variables).hubCache).toBe(expected);
  });

  it.each([
    ["1", true],
    ["yes", true],
    ["True", true],
    ["on", true],
    ["0", false],
    ["no", false],
    ["", false],
  ])("reads HF_HUB_OFFLINE=%s as %s", (value, expected) => {
    expect(readEnvironment({ HF_HUB_OFFLINE: value }).offline).toBe(expected);
  });

  it("takes slashes off the end of HF_ENDPOINT", () => {
    expect(readEnvironment({ HF_ENDPOINT: "https://mirror.example/hub//" }).hubEndpoint).toBe(
      "https://mirror.example/hub",
    );
  });

  it("leaves the token file alone where it is switched off", () => {
    const variables = { HF_HUB_DISABLE_IMPLICIT_TOKEN: "1", HF_TOKEN: " t " };
    expect(readEnvironment(variables)).toMatchObject({ hubTokenPath: undefined, hubToken: "t" });
  });

  it("keeps converted models in TASB_CACHE", () => {
    expect(readEnvironment({ TASB_CACHE: "/t" }).cache).toBe("/t");
  });
});

describe("cacheFolders", () => {
  it("puts both kinds of files under the option", () => {
    expect(cacheFolders("models")).toEqual({
      hub: resolve("models/hub"),
      converted: resolve("models/converted"),
    });
  });

  it("are the environment's without it: the hub's shared one, and this package's own", () => {
    const { hubCache, cache } = readEnvironment();
    expect(cacheFolders()).toEqual({ hub: hubCache, converted: join(cache, "converted") });
  });
});
