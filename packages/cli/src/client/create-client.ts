import { type HookEvent, type Hooks, Xpander } from '@xpander/sdk';
import { findApiKey } from '../input/api-key.ts';
import type { CommonOptions, Session } from '../session.ts';

/** Creates the client of a command. @throws CommandError without an API key. */
export async function createClient(options: CommonOptions, session: Session): Promise<Xpander> {
  const { key } = await findApiKey(options, session);
  return new Xpander({ apiKey: key, ...(options.verbose && { hooks: verboseHooks(session) }) });
}

/** One line for each request: method, path, status and time. Never a body, a header or the key. */
export function verboseHooks(session: Session): Hooks {
  const trace = ({ method, path, status, code, durationMs = 0 }: HookEvent & { readonly code?: string }): void =>
    session.trace({ method, path, status, code, ms: Math.round(durationMs) });
  return { onResponse: trace, onError: trace };
}
