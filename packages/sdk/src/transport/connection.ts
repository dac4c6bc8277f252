import { ProtocolError } from '../errors/transport-errors.ts';
import type { Settings } from '../settings.ts';
import { readText } from './body.ts';
import { toConnectionError } from './never-sent.ts';
import type { Call, Outgoing, Send } from './outgoing.ts';
import { redact, type Secrets } from './secrets.ts';

/**
 * The innermost layer: adds the credentials, which nothing above it ever sees, and calls `fetch` once.
 *
 * The body is read here, as a part of the attempt, so that one that is cut off or stalls is repeated and timed out like
 * any other trouble.
 */
export function createConnection({ fetch, headers, readApiKey }: Settings): Send {
  return async (outgoing, call) => {
    const apiKey = await readApiKey();
    const secrets = [apiKey, ...Object.values(headers)].filter((value) => value !== undefined);
    try {
      const response = await fetch(buildRequest(outgoing, call, headers, apiKey));
      return await readWhole(response, `${outgoing.method} ${call.path}`, secrets);
    } catch (error) {
      throw error instanceof ProtocolError ? error : toConnectionError(error, secrets);
    }
  };
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

/** The response with its body in memory. A redirect is refused: following it would hand the key to another host. */
async function readWhole(response: Response, request: string, secrets: Secrets): Promise<Response> {
  // By shape, not by class: a polyfill or another realm has a Response of its own.
  if (typeof response?.status !== 'number' || typeof response.text !== 'function') {
    throw new TypeError('options.fetch did not return a Response');
  }
  const { status, statusText, headers } = response;
  if (isRedirect(response)) {
    await response.body?.cancel();
    throw new ProtocolError(`${request} was redirected, which is not followed`, status, '');
  }
  const text = await readText(response, request);
  // An answer belongs to the caller as it is; an error text goes into messages and logs.
  const shown = response.ok ? text : redact(text, secrets);
  return new Response(shown === '' ? null : shown, { status, statusText, headers });
}

/** Browsers hide a redirect behind a response of their own kind, with status 0. */
function isRedirect({ status, type }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400);
}
