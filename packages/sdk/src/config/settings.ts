import { systemClock } from '../async/clock.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { XpanderOptions } from '../options/client-options.ts';
import { createApiKey, findAuthorization } from './api-key.ts';
import { checkGlobals } from './check-globals.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { resolveFetch } from './resolve-fetch.ts';
import type { Settings } from './types.ts';
import { checkClientOptions } from './validate-options.ts';
import { show } from './values.ts';

/**
 * Resolves the options of a client. `base` is set for a client that another one was asked for: both have one key and one
 * base URL.
 *
 * @throws ConfigurationError that names the option and the fix.
 */
export function resolveSettings(options: XpanderOptions, base?: Settings): Settings {
  checkClientOptions(options);
  refuseBrowser(options.dangerouslyAllowBrowser ?? false);
  const environment = readEnvironment() ?? {};
  return {
    baseUrl: base?.baseUrl ?? resolveBaseUrl(options, environment),
    apiKey: base?.apiKey ?? createApiKey(options, environment),
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

/**
 * The options of a client with those of another one in place of what they set. An `undefined` sets nothing, and headers
 * are replaced one by one.
 *
 * @throws ConfigurationError if they ask for another key, base URL or clock: turns of the same threads would not meet.
 */
export function mergeOptions(own: XpanderOptions, given: Partial<XpanderOptions>, base: Settings): XpanderOptions {
  checkClientOptions(given);
  const set: XpanderOptions = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const { apiKey, baseUrl, clock, headers } = set;
  const refuse = (name: string): never => {
    throw new ConfigurationError(name, 'cannot be changed by `withOptions`', 'Create a client with `new Xpander()`');
  };
  if (apiKey !== undefined && apiKey !== base.apiKey.credential()) refuse('apiKey');
  if (baseUrl !== undefined && resolveBaseUrl({ ...own, ...set }, {}) !== base.baseUrl) refuse('baseUrl');
  if (clock !== undefined && clock !== base.clock) refuse('clock');
  const authorization = findAuthorization(headers);
  if (authorization !== undefined && authorization !== findAuthorization(own.headers)) refuse('headers.authorization');
  return { ...own, ...set, headers: { ...own.headers, ...headers } };
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
