import { httpError } from '../protocol/http-error.ts';

/** The organization of every key when no `keys` are given. */
export const DEFAULT_ORGANIZATION_ID = '5b0f6d1e-7c1a-4d58-9a52-3f6f4f0f9b11';

const JWT = /^Bearer\s+[\w-]+\.[\w-]+\.[\w-]+$/i;

/** Who sends a request. */
export interface Caller {
  readonly organizationId: string;
  /** What the rate limit counts by. */
  readonly key: string;
}

/**
 * Reads who sends a request. Without `keys`, any key will do, and so will a Bearer token that looks like a JWT; a key
 * sent as Bearer token does not.
 *
 * @throws HttpError 401 when nobody known sends it.
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
