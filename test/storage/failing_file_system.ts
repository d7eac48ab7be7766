/** Node's file system, of which one operation fails: a full disk, or a broken one. */

import { nodeFileSystem, type FileHandle, type FileSystem } from "../../src/storage/file_system.js";

/** What a disk can refuse. Closing and removing are left to work: they need no room. */
const CHANGING = ["link", "mkdir", "rename"];
const CHANGING_FILE = ["write", "writeFile", "truncate", "sync", "datasync"];

export class FailingFileSystem {
  /** How many operations that change something were begun. */
  operations = 0;
  /** The operation that fails, counted from 0. */
  failAt = Number.POSITIVE_INFINITY;
  /** Whether all after it fail, too. */
  forGood = false;
  code = "ENOSPC";

  /** Fails from now on at the given operation. */
  fail(at: number, code = "ENOSPC", forGood = false): void {
    this.operations = 0;
    this.failAt = at;
    this.code = code;
    this.forGood = forGood;
  }

  heal(): void {
    this.failAt = Number.POSITIVE_INFINITY;
  }

  get hasFailed(): boolean {
    return this.operations > this.failAt;
  }

  #begin(name: string): void {
    const number = this.operations;
    this.operations += 1;
    if (number === this.failAt || (this.forGood && number > this.failAt)) {
      throw Object.assign(new Error(`${this.code}: ${name} failed`), { code: this.code });
    }
  }

  readonly fileSystem: FileSystem = new Proxy(nodeFileSystem, {
    get: (target, name: keyof FileSystem) => {
      if (name === "open") {
        return async (path: string, flags: string): Promise<FileHandle> => {
          if (flags.startsWith("w")) this.#begin("open");
          return this.#wrap(await target.open(path, flags));
        };
      }
      if (!CHANGING.includes(name)) return target[name];
      return async (...args: never[]): Promise<unknown> => {
        this.#begin(name);
        return Reflect.apply(target[name], target, args);
      };
    },
  });

  #wrap(file: FileHandle): FileHandle {
    return new Proxy(file, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== "function") return member;
        if (typeof name !== "string" || !CHANGING_FILE.includes(name)) return member.bind(target);
        return async (...args: unknown[]): Promise<unknown> => {
          try {
            this.#begin(name);
          } catch (error) {
            // A full disk takes a part first.
            if (name === "write" && args[0] instanceof Uint8Array) {
              const [bytes, offset, length, position] = args as [
                Uint8Array,
                number,
                number,
                number,
              ];
              await target.write(bytes, offset, Math.floor(length / 2), position);
            }
            throw error;
          }
          return Reflect.apply(member, target, args);
        };
      },
    });
  }
}
