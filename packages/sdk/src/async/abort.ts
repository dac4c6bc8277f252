interface Following {
  readonly callbacks: Set<() => void>;
  readonly listener: () => void;
}

const followed = new WeakMap<AbortSignal, Following>();

/**
 * Calls back when the signal aborts, at once if it has, and returns a way to stop listening.
 *
 * However many calls share a signal, it gets one listener: Node warns of a leak from eleven on.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  if (signal.aborted) {
    callback();
    return () => undefined;
  }
  const { callbacks, listener } = followed.get(signal) ?? follow(signal);
  callbacks.add(callback);
  return () => {
    // Whoever stops twice must not take the listener from those who came in between.
    if (!callbacks.delete(callback) || callbacks.size > 0) return;
    signal.removeEventListener('abort', listener);
    followed.delete(signal);
  };
}

/** What the work returns, or the signal's reason as soon as it aborts: also when the work does not hear of it. */
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
