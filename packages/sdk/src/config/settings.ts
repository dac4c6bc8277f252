import { systemClock } from '../async/clock.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { isControlFlow } from '../errors/control-flow.ts';
import type { XpanderOptions } from '../options/client-options.ts';
import { checkGlobals } from './check-globals.ts';
import { resolveFetch } from './resolve-fetch.ts';
import type { Settings } from './types.ts';
import { checkClientOptions } from './validate-options.ts';
import { isHeaderValue, show } from './values.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** @throws ConfigurationError that names the option and the fix. */
export function resolveSettings(options: XpanderOptions, environment: Environment): Settings {
  checkClientOptions(options);
  refuseBrowser(options.dangerouslyAllowBrowser ?? false);
  return {
    baseUrl: resolveBaseUrl(options, environment),
    ...rememberKey(resolveApiKey(options, environment)),
    headers: options.headers ?? {},
    user: options.user,
    timeoutMs: options.timeoutMs,
    maxRetries: options.maxRetries ?? 2,
    rateLimit: options.rateLimit,
    fetch: resolveFetch(options),
    checkGlobals: () => checkGlobals(options.fetch !== undefined),
    hooks: options.hooks ?? {},
    clock: options.clock ?? systemClock,
  };
}

function refuseBrowser(isAllowed: boolean): void {
  const scope = globalThis as { window?: { document?: unknown } };
  if (isAllowed || scope.window?.document === undefined) return;
  const problem = 'must be true to run in a browser, where any visitor of the page can read the API key';
  throw new ConfigurationError('dangerouslyAllowBrowser', problem, 'Call the API from a server instead');
}

const howToPassKey = 'Set XPANDER_API_KEY, or pass `new Xpander({ apiKey })`';

/** What identifies the account of a client: its key or its token, by value, or the function that returns the key. */
export function credentialOf(options: XpanderOptions, environment: Environment): unknown {
  return findApiKey(options, environment) ?? findAuthorization(options.headers);
}

function findApiKey({ apiKey, headers }: XpanderOptions, environment: Environment): XpanderOptions['apiKey'] {
  // A token in the options is meant for this client. A key in the environment may be there for other programs.
  return apiKey ?? (hasJwt(headers) ? undefined : environment.XPANDER_API_KEY || undefined);
}

function resolveApiKey(options: XpanderOptions, environment: Environment): Settings['readApiKey'] {
  const apiKey = findApiKey(options, environment);
  if (typeof apiKey === 'function') return async () => checkKey(await callForKey(apiKey));
  if (apiKey !== undefined) {
    const key = checkKey(apiKey);
    return async () => key;
  }
  if (hasJwt(options.headers)) return async () => undefined;
  const problem = hasAuthorization(options.headers)
    ? 'is missing, and `headers.authorization` is not "Bearer" with an OAuth2 JWT'
    : 'is missing';
  throw new ConfigurationError('apiKey', problem, howToPassKey);
}

/** The last key stays known, so that it can be redacted in texts that arrive after the request was sent. */
function rememberKey(readApiKey: Settings['readApiKey']): Pick<Settings, 'readApiKey' | 'lastApiKey'> {
  let last: string | undefined;
  return {
    readApiKey: async () => {
      last = await readApiKey();
      return last;
    },
    lastApiKey: () => last,
  };
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

function findAuthorization(headers: XpanderOptions['headers']): string | undefined {
  return Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
}

function hasAuthorization(headers: XpanderOptions['headers']): boolean {
  return findAuthorization(headers) !== undefined;
}

function hasJwt(headers: XpanderOptions['headers']): boolean {
  return /^bearer [\w-]+\.[\w-]+\.[\w-]+$/i.test(findAuthorization(headers) ?? '');
}

/** Services of the vendor with a different protocol (openapi/FACTS.md#a1, #f13, #f37). */
const otherServices: ReadonlyMap<string, string> = new Map([
  ['webhook', 'wraps the whole body as a prompt'],
  ['inbound', 'serves the vendor’s private API'],
  ['agent-controller', 'serves the vendor’s private API'],
  ['chat-backend', 'serves the vendor’s web chat'],
  ['app', 'serves the console'],
]);

function resolveBaseUrl(options: XpanderOptions, environment: Environment): string {
  const given = options.baseUrl ?? (environment.XPANDER_API_URL || 'https://api.xpander.ai');
  const fail = (problem: string, hint: string): never => {
    throw new ConfigurationError('baseUrl', problem, hint);
  };
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    return fail(`must be an http(s) URL; got ${show(given)}`, 'Include the scheme, as in https://api.xpander.ai');
  }
  if (url.username !== '' || url.password !== '')
    return fail('contains a user name or password', 'Pass the key as `apiKey`');
  if (/[?#]/.test(given)) return fail('contains a query or fragment', 'Remove it');
  const host = url.hostname.replace(/\.$/, '');
  const isVendors = host.endsWith('.xpander.ai');
  const other = isVendors ? otherServices.get(host.split('.')[0] ?? '') : undefined;
  if (other !== undefined) return fail(`${host} ${other}`, 'Use https://api.xpander.ai');
  if (isVendors && url.pathname !== '/')
    return fail(`must not contain a path on ${host}; got ${show(url.pathname)}`, `Use ${url.origin}`);
  if (!isSecureEnough(url, options.allowInsecureHttp ?? false)) {
    const hint = 'Use https, or pass `allowInsecureHttp: true` for a host that you trust';
    return fail('plain http would send the key in the clear', hint);
  }
  return (url.origin + url.pathname).replace(/\/+$/, '');
}

function isSecureEnough(url: URL, allowInsecureHttp: boolean): boolean {
  if (url.protocol === 'https:') return true;
  return allowInsecureHttp || isLoopback(url.hostname);
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d+){3}$/.test(hostname)
  );
}
