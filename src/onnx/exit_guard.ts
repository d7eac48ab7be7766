/**
 * Keeps the process from ending while a worker is inside a native call.
 *
 * A worker that ends inside `InferenceSession.run()` (because the process exits, by whatever road)
 * aborts the whole process with SIGABRT. So each worker raises a flag in shared memory around
 * every native call, and one `exit` listener tells all workers to start no further call, and waits
 * for the ones in progress. Both sides write their own word before they read the other's, so
 * either the worker sees `STOPPING` or the listener sees `BUSY`.
 */

const BUSY = 0;
const STOPPING = 1;

/** A native call that takes longer than this is not waited for. */
const LONGEST_WAIT_MS = 60_000;

/** Memory for one worker's flags. */
export function createGuardMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT);
}

/** The worker's side. */
export class NativeCallGuard {
  readonly #flags: Int32Array;

  constructor(memory: SharedArrayBuffer) {
    this.#flags = new Int32Array(memory);
  }

  /** Runs `call`, which may block inside native code. Never settles once the process is ending. */
  async during<T>(call: () => Promise<T>): Promise<T> {
    Atomics.store(this.#flags, BUSY, 1);
    if (Atomics.load(this.#flags, STOPPING) === 1) {
      this.#rest();
      return new Promise<never>(() => {});
    }
    try {
      return await call();
    } finally {
      this.#rest();
    }
  }

  #rest(): void {
    Atomics.store(this.#flags, BUSY, 0);
    Atomics.notify(this.#flags, BUSY);
  }
}

const guarded = new Set<SharedArrayBuffer>();
let listening = false;

function waitForNativeCalls(): void {
  for (const memory of guarded) Atomics.store(new Int32Array(memory), STOPPING, 1);
  for (const memory of guarded) Atomics.wait(new Int32Array(memory), BUSY, 1, LONGEST_WAIT_MS);
}

/** From now on the end of the process waits for this worker's native call. */
export function guardProcessExit(memory: SharedArrayBuffer): void {
  guarded.add(memory);
  if (listening) return;
  listening = true;
  process.on("exit", waitForNativeCalls);
}

/** The worker has ended: nothing is left to wait for. */
export function releaseProcessExit(memory: SharedArrayBuffer): void {
  guarded.delete(memory);
  if (guarded.size > 0 || !listening) return;
  listening = false;
  process.off("exit", waitForNativeCalls);
}
