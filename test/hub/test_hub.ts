/** A model hub on the loopback, speaking the hub's protocol as far as this package uses it. */

import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export const commit = "0123456789abcdef0123456789abcdef01234567";

/** One request as the server saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly file: string;
  readonly range: string | undefined;
  readonly authorization: string | undefined;
}

/** Answers a request itself and returns true, or leaves it to the hub. */
export type Interference = (
  seen: SeenRequest,
  request: IncomingMessage,
  response: ServerResponse,
) => boolean;

/** Content of a tiny DistilBERT repository; weights are random bytes, for nobody reads them here. */
export function tinyRepository(weightBytes = 300_000): Map<string, Buffer> {
  const weights = Buffer.alloc(weightBytes);
  for (let i = 0, state = 1; i < weightBytes; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    weights[i] = state >>> 16;
  }
  const config = {
    model_type: "distilbert",
    dim: 8,
    n_layers: 1,
    n_heads: 2,
    hidden_dim: 16,
    vocab_size: 30,
    max_position_embeddings: 32,
  };
  return new Map([
    ["config.json", Buffer.from(JSON.stringify(config))],
    ["tokenizer.json", Buffer.from('{"version":"1.0"}')],
    ["model.safetensors", weights],
  ]);
}

export class TestHub {
  readonly requests: SeenRequest[] = [];
  files: Map<string, Buffer>;
  /** Repositories it has. */
  repositories = new Set(["owner/tiny"]);
  /** Files with at least this many bytes are served from `store`, with a linked ETag. */
  largeFrom = 100_000;
  /** Where large files redirect to; the hub itself where undefined. */
  store: TestHub | undefined;
  interfere: Interference = () => false;
  connections = 0;
  readonly #server: Server;

  private constructor(files: Map<string, Buffer>) {
    this.files = files;
    this.#server = createServer((request, response) => {
      this.#answer(request, response);
    });
    this.#server.on("connection", () => {
      this.connections++;
    });
  }

  static async start(files = tinyRepository()): Promise<TestHub> {
    const hub = new TestHub(files);
    await new Promise<void>((resolve) => {
      hub.#server.listen(0, "127.0.0.1", resolve);
    });
    return hub;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const encoded = (request.url ?? "/").replace(/\?.*$/, "");
    const path = decodeURIComponent(encoded);
    const match = /^\/(?:store\/)?([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/.exec(encoded);
    const file = decodeURIComponent(match?.[3] ?? "");
    const seen: SeenRequest = {
      method: request.method ?? "",
      path,
      file,
      range: request.headers.range,
      authorization: request.headers.authorization,
    };
    this.requests.push(seen);
    if (this.interfere(seen, request, response)) return;
    if (match?.[1] === undefined || !this.repositories.has(match[1])) {
      response.writeHead(401, { "x-error-code": "RepoNotFound" }).end();
      return;
    }
    const content = this.files.get(file);
    if (content === undefined) {
      const headers = { "x-error-code": "EntryNotFound", "x-repo-commit": commit };
      response.writeHead(404, headers).end("Entry not found");
      return;
    }
    if (path.startsWith("/store/")) {
      sendContent(seen, response, content, { etag: '"not-a-hash-but-an-opaque-tag"' });
    } else if (content.length >= this.largeFrom) {
      response
        .writeHead(302, {
          location: `${(this.store ?? this).url}/store${path}?signature=secret`,
          "x-repo-commit": commit,
          "x-linked-etag": `"${createHash("sha256").update(content).digest("hex")}"`,
          "x-linked-size": content.length,
        })
        .end();
    } else {
      const git = createHash("sha1").update(`blob ${content.length}\0`).update(content);
      sendContent(seen, response, content, {
        etag: `W/"${git.digest("hex")}"`,
        "x-repo-commit": commit,
      });
    }
  }
}

/** A right answer with the content, or the range of it that was asked for. */
export function sendContent(
  seen: SeenRequest,
  response: ServerResponse,
  content: Buffer,
  headers: Record<string, string> = {},
): void {
  const start = Number(/^bytes=(\d+)-$/.exec(seen.range ?? "")?.[1] ?? 0);
  if (seen.range !== undefined && start >= content.length) {
    response.writeHead(416, { "content-range": `bytes */${content.length}` }).end();
    return;
  }
  response.writeHead(seen.range === undefined ? 200 : 206, {
    ...headers,
    "content-type": "application/octet-stream",
    "content-length": content.length - start,
    ...(seen.range === undefined
      ? {}
      : { "content-range": `bytes ${start}-${content.length - 1}/${content.length}` }),
  });
  response.end(seen.method === "HEAD" ? undefined : content.subarray(start));
}

/** Sends so many bytes of the rest, then drops the connection. */
export function sendAndBreak(
  seen: SeenRequest,
  response: ServerResponse,
  content: Buffer,
  bytes: number,
): void {
  const start = Number(/^bytes=(\d+)-$/.exec(seen.range ?? "")?.[1] ?? 0);
  response.writeHead(start === 0 ? 200 : 206, {
    "content-length": content.length - start,
    ...(start === 0
      ? {}
      : { "content-range": `bytes ${start}-${content.length - 1}/${content.length}` }),
  });
  response.write(content.subarray(start, start + bytes), () => {
    setTimeout(() => response.destroy(), 20);
  });
}
