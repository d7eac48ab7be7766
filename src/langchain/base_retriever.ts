/** What this package's retrievers have in common beyond LangChain's base class. */

import { AsyncLocalStorage } from "node:async_hooks";
import type { BaseRetrieverInput } from "@langchain/core/retrievers";
import { ensureConfig, type RunnableConfig } from "@langchain/core/runnables";
import { throwIfAborted } from "../errors.js";

/** Only the base class's own fields: the rest would appear in traces. */
export function baseFields(fields: BaseRetrieverInput): BaseRetrieverInput {
  const { callbacks, tags, metadata, verbose } = fields;
  return {
    ...(callbacks !== undefined && { callbacks }),
    ...(tags !== undefined && { tags }),
    ...(metadata !== undefined && { metadata }),
    ...(verbose !== undefined && { verbose }),
  };
}

/** Core hands the configuration's signal to `invoke` alone; this carries it to the search. */
const signals = new AsyncLocalStorage<AbortSignal | undefined>();

/** Calls the base class's `invoke` so that `invocationSignal` tells the search what stops it. */
export function withInvocationSignal<T>(
  options: Partial<RunnableConfig> | undefined,
  invoke: (config: RunnableConfig) => Promise<T>,
): Promise<T> {
  // Makes one signal of `signal` and `timeout`, and takes over the one of an enclosing chain.
  const config = ensureConfig(options);
  throwIfAborted(config.signal);
  return signals.run(config.signal, () => invoke(config));
}

/** Of the invocation that is under way here, where it has one. */
export function invocationSignal(): AbortSignal | undefined {
  return signals.getStore();
}
