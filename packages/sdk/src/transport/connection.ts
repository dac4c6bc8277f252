import type { Settings } from '../config/types.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { isControlFlow } from '../errors/control-flow.ts';
import { ProtocolError } from '../errors/transport-errors.ts';
import { toConnectionError, toCutOffError } from './connection-error.ts';
import { isApiError, isJson, parseOrText } from './error-body.ts';
import { readRequestId, requestIdHeaders } from './hooks.ts';
import { redact, type Secrets, secretsOf } from './redact.ts';
import type { Answer, Call, Outgoing, TransportContext, WholeAnswer } from './types.ts';

/**
 * Calls `fetch` once, with the credentials. This is the innermost layer, and the only one that sees them.
 *
 * The body is read here, as a part of the attempt, so that the outer layers retry and time out a body that is cut off
 * or stalls.
 */
export async function sendOnce({ settings }: TransportContext, outgoing: Outgoing, call: Call): Promise<Answer> {
  const { fetch, baseUrl, headers } = settings;
  // Middleware or a call may have changed the URL. The credentials are sent to the base URL only.
  if (!outgoing.url.startsWith(`${baseUrl}/`)) throw wrongHostError(outgoing.url);
  const read = settings.apiKey.read();
  const apiKey = typeof read === 'object' ? await read : read;
  if (call.signal?.aborted) throw call.signal.reason;
  const secrets = (): Secrets => secretsOf(apiKey, headers, outgoing.headers);
  const init = toInit(outgoing, call.signal, headers, apiKey);
  call.onState?.('sending');
  let response: Response;
  try {
    response = checkResponse(await fetch(outgoing.url, init));
  } catch (error) {
    throw isControlFlow(error) ? error : toConnectionError(error, secrets());
  }
  leaveOutEchoes(response, secrets);
  if (response.ok && ((call.isStream && isEventStream(response)) || (call.isRaw && !isText(response)))) return response;
  const request = `${outgoing.method} ${call.path}`;
  if (isRedirect(response)) await response.body?.cancel();
  refuseUnread(response, request);
  let text: string;
  try {
    text = await readText(response, request);
  } catch (error) {
    throw error instanceof ProtocolError ? error : toCutOffError(error, secrets());
  }
  return toWhole(response, text, call.isAnswer, secrets);
}

function wrongHostError(url: string): ConfigurationError {
  const problem = `the request would send the key to ${new URL(url).origin}`;
  return new ConfigurationError('baseUrl', problem, 'Create another client for another base URL');
}

/** A check with `instanceof` would reject the Response of a polyfill or of another realm. */
function checkResponse(response: Response): Response {
  if (typeof response?.status === 'number' && typeof response.text === 'function') return response;
  throw new TypeError('options.fetch did not return a Response');
}

/** Hooks and errors show the request id, so one that repeats a secret is left out. */
function leaveOutEchoes(response: Response, secrets: () => Secrets): void {
  const id = readRequestId(response);
  if (id === undefined || redact(id, secrets()) === id) return;
  const headers = new Headers(response.headers);
  for (const name of requestIdHeaders) headers.delete(name);
  Object.defineProperty(response, 'headers', { value: headers });
}

/** Headers of the call replace the client's. The key replaces both. */
function toInit(
  { method, headers: callHeaders, body }: Outgoing,
  signal: AbortSignal | undefined,
  clientHeaders: Settings['headers'],
  apiKey: string | undefined,
): RequestInit {
  const headers = new Headers(callHeaders);
  for (const [name, value] of Object.entries(clientHeaders)) if (!callHeaders.has(name)) headers.set(name, value);
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
 * In Deno, the body is a stream, which Deno cannot send twice. A body in memory is sent again when a reused connection
 * turns out to be closed (denoland/deno#32566), even if the server has already read the request.
 */
function bodyInit(body: ArrayBuffer | string): RequestInit {
  return 'Deno' in globalThis ? ({ body: new Blob([body]).stream(), duplex: 'half' } as RequestInit) : { body };
}

/** Throws for a redirect, which would send the key to another host, and for a status that is none. */
function refuseUnread(response: Response, request: string): void {
  const { status } = response;
  const refuse = (what: string): never => {
    throw new ProtocolError(`${request} was answered with ${what}`, status, '');
  };
  if (isRedirect(response)) refuse('a redirect, which is not followed');
  if (status < 200 || status > 599) refuse('an invalid HTTP status');
}

/** The answer with its text in memory. */
function toWhole(
  { status, statusText, headers }: Response,
  text: string,
  isAnswer: Call['isAnswer'],
  secrets: () => Secrets,
): WholeAnswer {
  const ok = status < 300;
  const parsed = ok && isAnswer ? parseOrText(text) : undefined;
  const isFit = ok && (!isAnswer || isAnswer(parsed));
  const isOfApi = ok ? isFit || isJson(parsed, text) : isApiError(status, text);
  // Only texts that end up in messages and logs are redacted. An answer reaches the caller unchanged.
  const whole = isFit ? text : redact(text, secrets());
  return { ok, status, statusText, headers, whole, isOfApi, parsed, text: async () => whole };
}

export function isEventStream({ headers }: Pick<Response, 'headers'>): boolean {
  return /^text\/event-stream\b/i.test(headers.get('content-type') ?? '');
}

/** Whether reading the body as text keeps it as it is. */
function isText({ headers }: Pick<Response, 'headers'>): boolean {
  return /^$|^text\/|json|xml|urlencoded|javascript/i.test(headers.get('content-type') ?? '');
}

/** Browsers replace a redirect by an opaque response with status 0. */
function isRedirect({ status, type }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400);
}

/** The largest body of an answer, in bytes, so that an endless one cannot fill the memory. */
const largestBody = 64 * 1024 * 1024;

/**
 * Reads the body as text. Any other error than the one below means that the connection broke.
 *
 * @throws ProtocolError when the body is larger than 64 MiB.
 */
function readText(response: Response, request: string): Promise<string> {
  const { body, headers } = response;
  const lengthKnown = headers.has('content-length') && !headers.has('content-encoding');
  const isBounded = lengthKnown && Number(headers.get('content-length')) <= largestBody;
  // The body of a polyfill may not be a web stream.
  return isBounded || typeof body?.getReader !== 'function' ? response.text() : readCounted(response, body, request);
}

async function readCounted(response: Response, body: ReadableStream<Uint8Array>, request: string): Promise<string> {
  const text = await readBounded(body);
  if (text !== undefined) return text;
  throw new ProtocolError(`${request} was answered with more than ${largestBody} bytes`, response.status, '');
}

/** Counts the bytes while it reads, because a compressed body grows. Returns `undefined` when there are too many. */
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
