import { createApiClient } from '@xpander/generated';
import type { ApiClient } from '../models.ts';
import { send } from '../transport/transport.ts';
import type { Answer, CallSettings, Outgoing, TransportContext, WholeAnswer } from '../transport/types.ts';
import type { LazyApiClient } from './types.ts';

/** Every operation of the API description, over the transport. */
export function createLazyApiClient(context: TransportContext): LazyApiClient {
  let client: ApiClient | undefined;
  let isShared = false;
  const open = (): ApiClient => {
    context.settings.checkGlobals();
    client ??= createClient(context);
    return client;
  };
  return {
    get: () => {
      context.settings.apiKey.require();
      return open();
    },
    share: () => {
      isShared = true;
      return open();
    },
    mayHaveMiddleware: () => isShared,
  };
}

function createClient(context: TransportContext): ApiClient {
  // The caller may ask for a stream of events, so a stream's body is not read to its end here.
  const { fetch } = openExchange(context, { isStream: true });
  const { baseUrl } = context.settings;
  return createApiClient({ baseUrl, fetch: (request) => fetch(request).catch(rethrow) });
}

/** openapi-fetch treats a falsy abort reason as no error at all. */
function rethrow(error: unknown): never {
  throw error || new DOMException('The call was aborted', 'AbortError');
}

/** The two members through which a call of openapi-fetch reaches the transport. */
export interface Exchange {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly Request?: typeof Request;
}

/**
 * Sends what middleware may read and replace: a real `Request`, answered with a real `Response`.
 *
 * `onSend` gets the request.
 */
export function openExchange(
  context: TransportContext,
  call: CallSettings,
  onSend: (request: Request) => void = () => undefined,
): Exchange {
  return {
    fetch: async (request) => {
      onSend(request);
      const signal = call.signal ?? request.signal;
      return toResponse(await send(context, await toOutgoing(request), { ...call, signal }), signal);
    },
  };
}

/**
 * Sends a request that no middleware sees: its parts in, the parts of the answer out.
 *
 * openapi-fetch reads no other member of a request or response. Creating real ones would cost as much as all layers of
 * the transport.
 */
export function closedExchange(
  context: TransportContext,
  call: CallSettings,
  onSend: (request: Outgoing) => void,
): Exchange {
  const fetch = (request: Outgoing): Promise<Answer> => {
    onSend(request);
    return send(context, request, call);
  };
  return { Request: RequestParts, fetch } as unknown as Exchange;
}

/** Stands in for `Request`: keeps what openapi-fetch passes to the constructor. */
class RequestParts {
  constructor(url: string, { method, headers, body }: Omit<Outgoing, 'url'>) {
    Object.assign(this, { url, method, headers, body } satisfies Outgoing);
  }
}

async function toOutgoing(request: Request): Promise<Outgoing> {
  const { method, url, headers } = request;
  const body = method === 'GET' || method === 'HEAD' ? undefined : await request.arrayBuffer();
  return { method, url, headers, body: body?.byteLength === 0 ? undefined : body };
}

function toResponse(answer: Answer, signal: AbortSignal): Response {
  return 'whole' in answer ? toWholeResponse(answer) : endWith(signal, answer);
}

export function toWholeResponse(answer: WholeAnswer): Response {
  const { whole, status, statusText, headers } = answer;
  return new Response(whole === '' ? null : whole, { status, statusText, headers });
}

/** The response of a stream, whose events an abort ends as well: the attempt's own signal ended with its headers. */
function endWith(signal: AbortSignal, response: Response): Response {
  const { status, statusText, headers } = response;
  const body = response.body?.pipeThrough(new TransformStream<Uint8Array, Uint8Array>(), { signal }) ?? null;
  return new Response(body, { status, statusText, headers });
}
