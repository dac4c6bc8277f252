import { createDeferred } from './deferred.ts';

/** Runs work in an async context. */
export type RunInContext = <T>(work: () => Promise<T>) => Promise<T>;

/** Runs work in the context of the caller. */
export const runDirectly: RunInContext = (work) => work();

/**
 * Captures the current async context, so that work which is requested from elsewhere runs in it: with the same
 * `AsyncLocalStorage`, for example.
 *
 * A reaction of a promise runs in the context in which it was registered, on every runtime. So there is always one
 * registered reaction, which runs what is waiting and registers the next one.
 */
export function captureContext(): RunInContext {
  const waiting: (() => void)[] = [];
  let wake: () => void;
  const listen = (): void => {
    const { promise, resolve } = createDeferred<void>();
    wake = resolve;
    void promise.then(() => {
      listen();
      for (const run of waiting.splice(0)) run();
    });
  };
  listen();
  return (work) =>
    new Promise((resolve, reject) => {
      waiting.push(() => void work().then(resolve, reject));
      wake();
    });
}
