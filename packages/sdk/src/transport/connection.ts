import { ConfigurationError } from '../errors/configuration-error.ts';
import { ConnectionError } from '../errors/transport-errors.ts';
import type { Settings } from '../settings.ts';
import type { Call, Outgoing, Send } from './outgoing.ts';

/** Codes that mean the connection was never made, so that the server cannot have seen the request. */
const neverSentCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EAI_NODATA',
  'EAI_NONAME',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  // Bun's names for the same.
  'ConnectionRefused',
  'FailedToOpenSocket',
  // A certificate that was refused ends the handshake before the request is written.
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  // A plain HTTP server behind an https: URL.
  'ERR_SSL_WRONG_VERSION_NUMBER',
]);

/** The innermost layer: adds the credentials, which nothing above it ever sees, and calls `fetch` once. */
export function createConnection({ fetch, headers, readApiKey }: Settings): Send {
  return async (outgoing, call) => {
    const request = buildRequest(outgoing, call, headers, await readApiKey());
    const response = await callFetch(fetch, request);
    // By shape, not by class: a polyfill or another realm has a Response of its own.
    if (typeof response?.status === 'number' && typeof response.text === 'function') return response;
    throw new ConfigurationError('fetch', 'did not return a Response', 'Return what the global fetch returns');
  };
}

async function callFetch(fetch: Settings['fetch'], request: Request): Promise<Response | undefined> {
  try {
    return await fetch(request);
  } catch (error) {
    throw toConnectionError(error);
  }
}

/** Headers of the call win over the client's; the key wins over all. */
function buildRequest(
  outgoing: Outgoing,
  call: Call,
  defaults: Settings['headers'],
  apiKey: string | undefined,
): Request {
  const headers = new Headers(defaults);
  outgoing.headers.forEach((value, name) => {
    headers.set(name, value);
  });
  if (apiKey !== undefined) headers.set('x-api-key', apiKey);
  return new Request(outgoing.url, {
    method: outgoing.method,
    headers,
    redirect: 'manual',
    ...(outgoing.body !== undefined && { body: outgoing.body }),
    ...(call.signal !== undefined && { signal: call.signal }),
  });
}

/** Wraps what `fetch` threw. Shapes we do not know count as sent: better a clear doubt than a second run. */
export function toConnectionError(thrown: unknown): ConnectionError {
  const leaves = findLeaves(thrown, 0);
  const neverSent = leaves.length > 0 && leaves.every(isNeverSent);
  const reasons = [...new Set(leaves.map(describe))].join('; ') || String(thrown);
  const problem = neverSent ? 'Could not connect' : 'The connection failed';
  return new ConnectionError(`${problem}: ${reasons}`, neverSent ? false : 'unknown', thrown);
}

/** The errors at the ends of the `cause` and `errors` chains: with two addresses, both attempts must have failed to connect. */
function findLeaves(error: unknown, depth: number): readonly Error[] {
  if (!(error instanceof Error) || depth > 8) return [];
  const inner: readonly unknown[] = [error.cause, ...(error instanceof AggregateError ? error.errors : [])];
  const leaves = inner.flatMap((next) => findLeaves(next, depth + 1));
  return leaves.length > 0 ? leaves : [error];
}

function isNeverSent(error: Error & { code?: unknown }): boolean {
  if (typeof error.code === 'string') return neverSentCodes.has(error.code);
  // Deno gives no code, but says at which stage it failed; Node none for a port that the fetch standard forbids.
  return error.message.includes('client error (Connect)') || error.message === 'bad port';
}

function describe(error: Error & { code?: unknown }): string {
  if (error.message !== '') return error.message;
  return typeof error.code === 'string' ? error.code : error.name;
}
