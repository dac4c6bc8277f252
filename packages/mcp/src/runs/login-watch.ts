import type { AuthState } from '@xpander/sdk';

/** The logins that the tools of a run need. */
export interface LoginWatch {
  /** Resolves with the page of a login of which the user has not been told yet. */
  untold(): Promise<string>;
  /** From now on, `untold` waits for another page. */
  told(): void;
  note(auth: AuthState): void;
}

export function createLoginWatch(): LoginWatch {
  const seen = new Set<string>();
  let next = createDeferred<string>();
  return {
    untold: () => next.promise,
    told: () => {
      next = createDeferred();
    },
    note: ({ type, data }) => {
      const url = data?.url;
      // The server repeats the event while it waits.
      if (type !== 'login_required' || typeof url !== 'string' || seen.has(url)) return;
      seen.add(url);
      next.resolve(url);
    },
  };
}

function createDeferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((resolvePromise) => {
    resolve = resolvePromise;
  });
  return { promise, resolve };
}
