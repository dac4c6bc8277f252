import { writeJson } from '../config/write-json.ts';
import { isControlFlow } from '../errors/control-flow.ts';
import type { FetchInit } from '../options/fetch-init.ts';
import { toCutOffError } from '../transport/connection-error.ts';
import { parseOrText } from '../transport/error-body.ts';
import { secretsOf } from '../transport/redact.ts';
import { send } from '../transport/transport.ts';
import type { Outgoing, TransportContext } from '../transport/types.ts';
import { toWholeResponse } from './api-client.ts';
import { checkFetch } from './check-fetch.ts';
import { checkPath } from './check-path.ts';
import { toAnswerError } from './response.ts';
import { withTypedBody } from './typed-body.ts';

/**
 * Sends a request to any path below the base URL, over the transport.
 *
 * @throws ApiError for a 4xx or 5xx of the API. @throws ProtocolError for an answer that is not the API's.
 */
export async function fetchPath(context: TransportContext, path: string, init: FetchInit): Promise<Response> {
  const outgoing = await toOutgoing(context, path, init);
  const { signal, timeoutMs, maxRetries } = init;
  // Whatever its path, a POST may start a run.
  const isRepeatable = outgoing.method === 'POST' ? false : undefined;
  const call = { signal, timeoutMs, maxRetries, isRepeatable, isStream: true, isRaw: true };
  const answer = await send(context, outgoing, call);
  if (!('whole' in answer)) return withTypedBody(answer, signal, (error) => toTyped(context, outgoing, error));
  if (answer.ok) return toWholeResponse(answer);
  const answered = { sent: outgoing, response: answer, clock: context.settings.clock };
  throw toAnswerError(answered, parseOrText(answer.whole));
}

/** Takes all that the caller may change later before anything is awaited. */
async function toOutgoing({ settings }: TransportContext, path: string, init: FetchInit): Promise<Outgoing> {
  const method = checkFetch(init);
  const url = toUrl(settings.baseUrl + checkPath(path), init.query);
  settings.apiKey.require();
  settings.checkGlobals();
  const headers = new Headers(init.headers);
  if (!headers.has('accept')) headers.set('accept', 'application/json, text/event-stream, */*');
  const content = init.json === undefined ? init.body : writeJson('json', init.json);
  if (content === undefined) return { method, url, headers, body: undefined };
  // It knows the type of a form, and its boundary.
  const written = new Response(content);
  const type = init.json === undefined ? written.headers.get('content-type') : 'application/json';
  if (type !== null && !headers.has('content-type')) headers.set('content-type', type);
  return { method, url, headers, body: await written.arrayBuffer() };
}

function toUrl(address: string, query: FetchInit['query'] = {}): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) {
    const values = Array.isArray(value) ? value : [value];
    for (const each of values) if (each !== undefined) url.searchParams.append(name, String(each));
  }
  return url.href;
}

/** The error of a body that breaks while the caller reads it. */
function toTyped({ settings }: TransportContext, { headers }: Outgoing, error: unknown): unknown {
  if (isControlFlow(error)) return error;
  return toCutOffError(error, secretsOf(settings.apiKey.last(), settings.headers, headers));
}
