import { httpError } from '../protocol/http-error.ts';

/** The organization of every key if no `keys` are given. */
export const DEFAULT_ORGANIZATION_ID = '5b0f6d1e-7c1a-4d58-9a52-3f6f4f0f9b11';

const JWT = /^Bearer\s+[\w-]+\.[\w-]+\.[\w-]+$/i;

/** The sender of a request. */
export interface Caller {
  readonly organizationId: string;
  /** The rate limit counts requests by this key. */
  readonly key: string;
}

/**
 * Reads the sender of a request. Without `keys`, any API key is valid, and so is a Bearer token with the form of a JWT.
 * An API key as a Bearer token is not.
 *
 * @throws HttpError 401 if the request has no valid key or token.
 */
export function authenticate(headers: Headers, keys: Readonly<Record<string, string>> | undefined): Caller {
  const key = headers.get('x-api-key')?.trim() ?? '';
  const token = headers.get('authorization')?.trim() ?? '';
  if (keys === undefined) {
    if (key !== '') return { organizationId: DEFAULT_ORGANIZATION_ID, key };
    if (JWT.test(token)) return { organizationId: DEFAULT_ORGANIZATION_ID, key: token };
  } else if (Object.hasOwn(keys, key)) {
    return { organizationId: keys[key] as string, key };
  }
  throw httpError(401, 'Invalid or missing API key');
}
