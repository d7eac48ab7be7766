import { describe, expect, it } from "vitest";

import { parseHost, parseHosts } from "../../src/weaviate/hosts.js";

describe("parseHost", () => {
  it.each<[string, string, [string, number], boolean]>([
    ["http://localhost:8080", "localhost:8080", ["localhost", 50051], false],
    ["http://10.0.0.1:8081?grpc=50052", "10.0.0.1:8081", ["10.0.0.1", 50052], false],
    ["https://a.example/?grpc=grpc.a.example:443", "a.example:443", ["grpc.a.example", 443], true],
    ["https://x.weaviate.cloud", "x.weaviate.cloud:443", ["grpc-x.weaviate.cloud", 443], true],
    ["http://[::1]:8080?grpc=[::1]:50053", "[::1]:8080", ["[::1]", 50053], false],
    ["http://localhost", "localhost:80", ["localhost", 50051], false],
  ])("reads %s", (address, http, [host, port], secure) => {
    const parsed = parseHost(address);
    expect(`${parsed.http.host}:${parsed.http.port}`).toBe(http);
    expect(parsed.grpc).toEqual({ host, port, secure });
    expect(parsed.http.secure).toBe(secure);
  });

  it("keeps a path, and tells addresses without it and what follows", () => {
    const parsed = parseHost("https://a.example/weaviate/?grpc=443");
    expect(parsed.http.path).toBe("/weaviate");
    expect(parsed.address).toBe("https://a.example");
  });

  it.each([
    "localhost:8080",
    "ftp://a",
    "",
    "http://a?grpc=",
    "http://a?grpc=x",
    "http://a?grpc=0",
  ])("refuses `%s`", (address) => {
    expect(() => parseHost(address)).toThrowError(/Expected `?\??/);
  });

  it("does not let a password into messages", () => {
    expect(() => parseHost("http://me:secret@a")).toThrowError(/apiKey/);
    expect(() => parseHost("http://me:secret@a")).not.toThrowError(/secret/);
  });

  it("wants at least one", () => {
    expect(() => parseHosts([])).toThrowError(/at least one/);
    expect(parseHosts("http://a")).toHaveLength(1);
  });
});
