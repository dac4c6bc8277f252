/** Wakes what waits for a change. */
export interface News {
  ring(): void;
  /** Resolves at the next `ring`, or when the signal aborts. Never rejects. */
  next(signal: AbortSignal): Promise<void>;
}

export function createNews(): News {
  const waiting = new Set<() => void>();
  return {
    ring() {
      for (const wake of [...waiting]) wake();
    },
    next: (signal) =>
      new Promise((resolve) => {
        const wake = (): void => {
          waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        waiting.add(wake);
        signal.addEventListener('abort', wake);
        if (signal.aborted) wake();
      }),
  };
}
