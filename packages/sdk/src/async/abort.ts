interface Following {
  readonly callbacks: Set<() => void>;
  readonly listener: () => void;
}

const followed = new WeakMap<AbortSignal, Following>();

/**
 * Calls back when the signal aborts, or at once if it already has. Returns a function that stops listening.
 *
 * All calls that share a signal share one listener on it: Node warns of a leak from eleven listeners on.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  if (signal.aborted) {
    callback();
    return () => undefined;
  }
  const { callbacks, listener } = followed.get(signal) ?? follow(signal);
  callbacks.add(callback);
  return () => {
    // Calling stop twice must not remove a listener that others added meanwhile.
    if (!callbacks.delete(callback) || callbacks.size > 0) return;
    signal.removeEventListener('abort', listener);
    followed.delete(signal);
  };
}

/** Resolves as the work does, or rejects with the signal's reason as soon as it aborts, even if the work ignores the signal. */
export function untilAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stopListening = onAbort(signal, () => reject(signal.reason));
    const run = async (): Promise<T> => {
      try {
        return await work();
      } finally {
        stopListening();
      }
    };
    run().then(resolve, reject);
  });
}

function follow(signal: AbortSignal): Following {
  const callbacks = new Set<() => void>();
  const listener = (): void => {
    followed.delete(signal);
    for (const callback of callbacks) callback();
  };
  signal.addEventListener('abort', listener, { once: true });
  const following = { callbacks, listener };
  followed.set(signal, following);
  return following;
}
