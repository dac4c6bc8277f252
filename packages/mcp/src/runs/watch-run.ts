import type { AgentRun, RunEnd } from './types.ts';

/** Why a call stops watching its run. */
export type Seen =
  | RunEnd
  | { readonly type: 'login'; readonly authUrl: string }
  | { readonly type: 'held' }
  | { readonly type: 'cancelled' };

/** Watches a run until it ends, needs a login, `holdMs` have passed, or the call is cancelled. */
export async function watchRun(run: AgentRun, holdMs: number, signal: AbortSignal): Promise<Seen> {
  if (signal.aborted) return { type: 'cancelled' };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let onAbort = (): void => {};
  const held = new Promise<Seen>((resolve) => {
    if (holdMs > 0) timer = setTimeout(() => resolve({ type: 'held' }), holdMs);
    onAbort = () => resolve({ type: 'cancelled' });
    signal.addEventListener('abort', onAbort, { once: true });
  });
  const login = run.login().then((authUrl): Seen => ({ type: 'login', authUrl }));
  try {
    return await Promise.race([run.end, login, held]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
