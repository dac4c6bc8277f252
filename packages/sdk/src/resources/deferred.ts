/** A promise and the two ways to settle it. Nobody has to handle its rejection. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(error: unknown): void;
  isSettled(): boolean;
}

export function createDeferred<T>(): Deferred<T> {
  const settle: { resolve?: (value: T) => void; reject?: (error: unknown) => void } = {};
  let isSettled = false;
  const promise = new Promise<T>((resolve, reject) => Object.assign(settle, { resolve, reject }));
  promise.catch(() => undefined);
  return {
    promise,
    isSettled: () => isSettled,
    resolve(value) {
      isSettled = true;
      settle.resolve?.(value);
    },
    reject(error) {
      isSettled = true;
      settle.reject?.(error);
    },
  };
}
