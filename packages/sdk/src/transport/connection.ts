import type { Settings } from '../config/types.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { ProtocolError } from '../errors/transport-errors.ts';
import { toConnectionError, toCutOffError } from './connection-error.ts';
import { redact, type Secrets, secretsOf } from './redact.ts';
import type { Answer, Call, Outgoing, TransportContext, WholeAnswer } from './types.ts';

/**
 * The innermost layer: adds the credentials, which no other layer sees, and calls `fetch` once.
 *
 * The body is read here, as a part of the attempt, so that a body that is cut off or stalls is retried and timed out as
 * any other failure.
 */
export async function sendOnce({ settings }: TransportContext, outgoing: Outgoing, call: Call): Promise<Answer> {
  const { fetch, baseUrl, headers, readApiKey } = settings;
  // Middleware and per-call settings may have changed the URL. The credentials are for this base URL alone.
  if (!outgoing.url.startsWith(`${baseUrl}/`)) throw elsewhere(outgoing.url);
  const apiKey = await readApiKey();
  if (call.signal?.aborted) throw call.signal.reason;
  const secrets = (): Secrets => secretsOf(apiKey, headers, outgoing.headers);
  const init = toInit(outgoing, call.signal, headers, apiKey);
  call.onState?.('sending');
  const response = await callFetch(() => fetch(outgoing.url, init), secrets);
  if (call.isStream && response.ok && isEventStream(response)) return response;
  return readWhole(response, `${outgoing.method} ${call.path}`, secrets);
}

function elsewhere(url: string): ConfigurationError {
  const problem = `the request would go to ${new URL(url).origin}, and the key with it`;
  return new ConfigurationError('baseUrl', problem, 'Make another client for another host');
}

async function callFetch(fetch: () => Promise<Response>, secrets: () => Secrets): Promise<Response> {
  try {
    const response = await fetch();
    // By shape, not by class: a polyfill or another realm has a Response of its own.
    if (typeof response?.status === 'number' && typeof response.text === 'function') return response;
    throw new TypeError('options.fetch did not return a Response');
  } catch (error) {
    throw toConnectionError(error, secrets());
  }
}

/** Headers of the call win over the client's; the key wins over all. */
function toInit(
  { method, headers: own, body }: Outgoing,
  signal: AbortSignal | undefined,
  defaults: Settings['headers'],
  apiKey: string | undefined,
): RequestInit {
  const headers = new Headers(own);
  for (const [name, value] of Object.entries(defaults)) if (!own.has(name)) headers.set(name, value);
  if (apiKey !== undefined) headers.set('x-api-key', apiKey);
  return {
    method,
    headers,
    redirect: 'manual',
    ...(body !== undefined && bodyInit(body)),
    ...(signal !== undefined && { signal }),
  };
}

/**
 * Deno sends a body that it has in memory once more by itself when a connection that it reused turns out to be closed
 * (denoland/deno#32566), also when the server has read the request already. A stream it cannot send again.
 */
function bodyInit(body: ArrayBuffer | string): RequestInit {
  return 'Deno' in globalThis ? ({ body: new Blob([body]).stream(), duplex: 'half' } as RequestInit) : { body };
}

/** The answer with its body in memory. A redirect is refused: following it would hand the key to another host. */
async function readWhole(response: Response, request: string, secrets: () => Secrets): Promise<WholeAnswer> {
  const { status, statusText, headers } = response;
  if (isRedirect(response)) {
    await response.body?.cancel();
    throw new ProtocolError(`${request} was answered with a redirect, which is not followed`, status, '');
  }
  if (status < 200 || status > 599)
    throw new ProtocolError(`${request} was answered with no status of HTTP`, status, '');
  const text = await readText(response, request).catch((error: unknown) => {
    throw error instanceof ProtocolError ? error : toCutOffError(error, secrets());
  });
  // An answer belongs to the caller as it is; an error text goes into messages and logs.
  const ok = status < 300;
  const whole = ok ? text : redact(text, secrets());
  return { ok, status, statusText, headers, whole, text: async () => whole };
}

export function isEventStream({ headers }: Pick<Response, 'headers'>): boolean {
  return /^text\/event-stream\b/i.test(headers.get('content-type') ?? '');
}

/** Browsers hide a redirect behind a response of their own kind, with status 0. */
function isRedirect({ status, type }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400);
}

/** The most that an answer may hold, in bytes: a server that never stops must not fill the memory. */
const largestBody = 64 * 1024 * 1024;

/**
 * The body as text.
 *
 * @throws ProtocolError for one that is larger than any answer of the API. Whatever else it throws, the connection broke.
 */
async function readText(response: Response, request: string): Promise<string> {
  const { body, headers } = response;
  const lengthKnown = headers.has('content-length') && !headers.has('content-encoding');
  if (lengthKnown && Number(headers.get('content-length')) <= largestBody) return response.text();
  // The body of a polyfill may be another kind of stream.
  const text = typeof body?.getReader === 'function' ? await readBounded(body) : await response.text();
  if (text !== undefined) return text;
  throw new ProtocolError(`${request} answered with more than ${largestBody} bytes`, response.status, '');
}

/** Counts what arrives, which for a compressed body is not what was announced. `undefined` when it is too much. */
async function readBounded(body: ReadableStream<Uint8Array>): Promise<string | undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let size = 0;
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > largestBody) {
      await reader.cancel();
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}
