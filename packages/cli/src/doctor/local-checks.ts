import { createRequire } from 'node:module';
import packageJson from '../../package.json' with { type: 'json' };
import type { FoundKey } from '../input/api-key.ts';
import type { Check } from './types.ts';

/** The versions of what runs here. */
export function readVersions(): Record<'cli' | 'sdk' | 'node', string> {
  const require = createRequire(import.meta.url);
  const sdk = require('@xpander/sdk/package.json') as { version: string };
  return { cli: packageJson.version, sdk: sdk.version, node: process.versions.node };
}

export function checkKey(found: FoundKey | undefined, problem: Check['failure']): Check {
  if (found === undefined)
    return { name: 'key', status: 'failed', detail: problem?.message ?? 'missing', failure: problem };
  return { name: 'key', status: 'ok', detail: `from ${found.source}` };
}

export function checkBaseUrl(url: URL | undefined, isSet: boolean): Check {
  if (url !== undefined)
    return {
      name: 'base URL',
      status: 'ok',
      detail: `${url.href} (${isSet ? 'from XPANDER_API_URL' : 'the default'})`,
    };
  const message = 'XPANDER_API_URL is not a URL.';
  return {
    name: 'base URL',
    status: 'failed',
    detail: message,
    failure: { code: 'configuration', exitCode: 2, message },
  };
}

const proxyVariables = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'];

/** Proxy variables have no effect on the `fetch` of Node, unless NODE_USE_ENV_PROXY is set where Node knows it. */
export function checkProxy(env: NodeJS.ProcessEnv): Check {
  const set = [...proxyVariables, 'NO_PROXY', 'no_proxy'].filter((name) => env[name]);
  if (set.length === 0) return { name: 'proxy', status: 'ok', detail: 'no proxy variables' };
  const shown = set.map((name) => `${name}=${withoutCredentials(env[name] ?? '')}`).join(', ');
  const isUsed = env.NODE_USE_ENV_PROXY === '1' && supportsProxyVariables(process.versions.node);
  if (isUsed || !set.some((name) => proxyVariables.includes(name)))
    return { name: 'proxy', status: 'ok', detail: shown };
  const hint = 'ignored by Node; set NODE_USE_ENV_PROXY=1 (Node 22.21 or 24.5 and later)';
  return { name: 'proxy', status: 'warning', detail: `${shown}: ${hint}` };
}

function supportsProxyVariables(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 24 || (major === 24 && minor >= 5) || (major === 22 && minor >= 21);
}

/** Proxy URLs may carry a user name and a password. */
function withoutCredentials(value: string): string {
  return value.replace(/\/\/[^/@]*@/, '//***@').replace(/^[^/@]*@/, '***@');
}
