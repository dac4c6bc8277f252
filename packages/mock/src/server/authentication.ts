import { httpError } from '../protocol/http-error.ts';
import type { KeyAccess } from './types.ts';

/** The organization of every key if no `keys` are given. */
export const DEFAULT_ORGANIZATION_ID = '5b0f6d1e-7c1a-4d58-9a52-3f6f4f0f9b11';

const JWT = /^Bearer\s+([\w-]+\.[\w-]+\.[\w-]+)$/i;

/** The sender of a request. */
export interface Caller {
  readonly organizationId: string;
  /** The rate limit counts requests by this key. */
  readonly key: string;
  /** Whether the key may use an agent or a workflow. Without an id: whether it may use all of them. */
  readonly mayUse: (agentId?: string) => boolean;
}

/**
 * Reads the sender of a request. Without `keys`, any API key is valid, and so is a Bearer token with the form of a JWT.
 * `keys` can contain such tokens. An API key as a Bearer token is never valid.
 *
 * @throws HttpError 401 if the request has no valid key or token.
 */
export function authenticate(headers: Headers, keys: Readonly<Record<string, KeyAccess>> | undefined): Caller {
  const key = headers.get('x-api-key')?.trim() ?? '';
  const token = JWT.exec(headers.get('authorization')?.trim() ?? '')?.[1] ?? '';
  if (keys === undefined) {
    if (key !== '') return callerOf(key, DEFAULT_ORGANIZATION_ID);
    if (token !== '') return callerOf(token, DEFAULT_ORGANIZATION_ID);
  } else {
    const known = [key, token].find((each) => Object.hasOwn(keys, each));
    if (known !== undefined) return callerOf(known, keys[known] as KeyAccess);
  }
  throw httpError(401, 'Invalid or missing API key');
}

function callerOf(key: string, access: KeyAccess): Caller {
  const { organization, agents = undefined } = typeof access === 'string' ? { organization: access } : access;
  const mayUse = (agentId?: string): boolean => agents === undefined || agents.includes(agentId ?? '');
  return { organizationId: organization, key, mayUse };
}
