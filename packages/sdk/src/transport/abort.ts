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
