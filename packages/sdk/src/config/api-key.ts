import { ConfigurationError } from '../errors/configuration-error.ts';
import { isControlFlow } from '../errors/control-flow.ts';
import type { XpanderOptions } from '../options/client-options.ts';
import { type Environment, readEnvironment } from './environment.ts';
import type { ApiKey } from './types.ts';
import { isHeaderValue } from './values.ts';

const howToPassKey = 'Set XPANDER_API_KEY, or pass `new Xpander({ apiKey })`';
const howToPassBinding =
  "This runtime has no environment variables: pass the key of a request's bindings, as in `new Xpander({ apiKey: env.XPANDER_API_KEY })`";

/**
 * Finds the key of a client: in its options, or in the environment as it is now. Without a key, the environment is read
 * again at each call until it has one, because builds create clients where no secret is.
 *
 * @throws ConfigurationError if there is a key that cannot be one. A missing key is an error of the first call.
 */
export function createApiKey(options: XpanderOptions, environment: Environment): ApiKey {
  const { headers, baseUrl } = options;
  // A token in the options is meant for this client. A key in the environment may be there for other programs.
  const isToken = options.apiKey === undefined && hasJwt(headers);
  let key = options.apiKey ?? (isToken ? undefined : environment.XPANDER_API_KEY || undefined);
  if (typeof key === 'string') checkKey(key);
  let last: string | undefined;

  const note = (found: unknown): string => {
    last = checkKey(found);
    return last;
  };
  const find = (): typeof key => {
    if (key !== undefined || isToken) return key;
    const { XPANDER_API_KEY, XPANDER_API_URL } = readEnvironment() ?? {};
    if (!XPANDER_API_KEY) throw missingKey(headers);
    // The key belongs to the server of this variable.
    if (baseUrl === undefined && (XPANDER_API_URL || '') !== (environment.XPANDER_API_URL || ''))
      throw new ConfigurationError('baseUrl', 'XPANDER_API_URL was set after the client was created', lateUrlHint);
    key = checkKey(XPANDER_API_KEY);
    return key;
  };

  return {
    require: () => void find(),
    read: () => {
      const found = find();
      if (typeof found === 'function') return callForKey(found).then(note);
      last = found;
      return found;
    },
    last: () => last,
    credential: () => {
      try {
        find();
      } catch {
        // The call that needs the key rejects.
      }
      return key ?? findAuthorization(headers);
    },
  };
}

const lateUrlHint = 'Set it before, or pass `new Xpander({ baseUrl })`';

function missingKey(headers: XpanderOptions['headers']): ConfigurationError {
  const isOtherToken = findAuthorization(headers) !== undefined;
  const problem = isOtherToken
    ? 'is missing, and `headers.authorization` is not "Bearer" with an OAuth2 JWT'
    : 'is missing';
  return new ConfigurationError('apiKey', problem, readEnvironment() ? howToPassKey : howToPassBinding);
}

async function callForKey(readKey: () => string | Promise<string>): Promise<unknown> {
  try {
    return await readKey();
  } catch (cause) {
    if (isControlFlow(cause)) throw cause;
    throw new ConfigurationError('apiKey', 'the function that returns the key failed', 'See `error.cause`', { cause });
  }
}

/** Returns the key if it is valid. The errors never show it, not even an invalid one. */
function checkKey(key: unknown): string {
  const fail = (problem: string, hint: string): never => {
    throw new ConfigurationError('apiKey', problem, hint);
  };
  if (typeof key !== 'string') return fail('the function did not return a string', 'Return the key');
  if (key.trim() === '') return fail('is empty', howToPassKey);
  if (/^bearer\s/i.test(key)) return fail('starts with "Bearer"', 'Pass the key alone; it is sent as x-api-key');
  if (/^["'`]|["'`]$/.test(key)) return fail('is in quotes', 'Remove them');
  if (/^(undefined|null)$/.test(key)) return fail('is the text of a missing value', howToPassKey);
  if (/\s/.test(key))
    return fail('contains white space or a line break', 'Trim it: a key read from a file often ends with a line break');
  return isHeaderValue(key) ? key : fail('contains characters that are invalid in a header', 'Copy the key again');
}

export function findAuthorization(headers: XpanderOptions['headers']): string | undefined {
  return Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
}

function hasJwt(headers: XpanderOptions['headers']): boolean {
  return /^bearer [\w-]+\.[\w-]+\.[\w-]+$/i.test(findAuthorization(headers) ?? '');
}
