import type { XpanderOptions } from '../options/client-options.ts';
import type { Settings } from './types.ts';

/** Returns the `fetch` of a client. No cache of a host answers it. */
export function resolveFetch({ fetch }: XpanderOptions): Settings['fetch'] {
  let member: Pick<RequestInit, 'cache'> | undefined;
  return (url, init) => {
    member ??= findCacheMember(url);
    const address = withoutTwin(url);
    const uncached = { ...init, ...member };
    // The global `fetch` makes a `Request` of its own, so that making one for it would be making two.
    return fetch === undefined ? globalThis.fetch(address, uncached) : fetch(new Request(address, uncached));
  };
}

/** Cloudflare Workers with a compatibility date before 2024-11-11 throw if a request has a `cache`. */
function findCacheMember(url: string): Pick<RequestInit, 'cache'> {
  const member = { cache: 'no-store' } as const;
  try {
    return new Request(url, member) && member;
  } catch {
    return {};
  }
}

let requests = 0;

/**
 * Next.js caches POSTs too, and a site can make it ignore `cache`. React repeats the answers of one render, whatever `cache`
 * says. Both look an answer up by the whole URL, with the fragment, which is never sent. Each request has one of its own.
 */
function withoutTwin(url: string): string {
  const { fetch } = globalThis as { fetch?: { __nextPatched?: unknown } };
  if (fetch?.__nextPatched !== true && !(Symbol.for('next-patch') in globalThis)) return url;
  requests += 1;
  // The cache outlives the process. A random value would do, but Next.js allows none while it prerenders a page.
  return `${url}#${performance.timeOrigin + performance.now()}-${requests}`;
}
