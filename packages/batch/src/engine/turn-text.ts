import type { AgentRequest } from '@xpander/sdk';

/** The text of a request, as its task shows it. */
export function textOf(request: AgentRequest): string {
  if (typeof request === 'string') return request;
  const { input } = request;
  return typeof input === 'string' ? input : (input?.text ?? '');
}

/** A text without differences in white space, which servers may change. */
export function plain(text: string | null | undefined): string {
  return (text ?? '').replace(/\s+/g, ' ').trim();
}

/** A stamp in milliseconds. One without a zone is UTC. */
export function instantOf(stamp: string | null | undefined): number | undefined {
  if (stamp === null || stamp === undefined) return undefined;
  return Date.parse(/Z$|[+-]\d\d:?\d\d$/i.test(stamp) ? stamp : `${stamp}Z`);
}
