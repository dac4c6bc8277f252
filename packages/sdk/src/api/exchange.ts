import type { CallSettings, Transport } from '../transport/transport.ts';
import type { Answer, Outgoing } from '../transport/types.ts';

/** The two things that a call may tell openapi-fetch about what it sends. */
export interface Exchange {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly Request?: typeof Request;
}

/**
 * Sends what middleware may look at and replace: a real `Request`, answered with a real `Response`.
 *
 * `onSend` is told the request.
 */
export function openExchange(
  transport: Transport,
  call: CallSettings,
  onSend: (request: Request) => void = () => undefined,
): Exchange {
  return {
    fetch: async (request) => {
      onSend(request);
      const signal = call.signal ?? request.signal;
      return toResponse(await transport(await takeApart(request), { ...call, signal }), signal);
    },
  };
}

/**
 * Sends what nobody but us will see: the parts of a request, answered with those of a response.
 *
 * openapi-fetch asks no more of either than is here, and making the real ones takes as long as all our layers do.
 */
export function closedExchange(
  transport: Transport,
  call: CallSettings,
  onSend: (request: Outgoing) => void,
): Exchange {
  const fetch = (request: Outgoing): Promise<Answer> => {
    onSend(request);
    return transport(request, call);
  };
  return { Request: Parts, fetch } as unknown as Exchange;
}

/** What openapi-fetch makes of a path and its options. */
class Parts {
  constructor(url: string, { method, headers, body }: Omit<Outgoing, 'url'>) {
    Object.assign(this, { url, method, headers, body } satisfies Outgoing);
  }
}

async function takeApart(request: Request): Promise<Outgoing> {
  const { method, url, headers } = request;
  const body = method === 'GET' || method === 'HEAD' ? undefined : await request.arrayBuffer();
  return { method, url, headers, body: body?.byteLength === 0 ? undefined : body };
}

function toResponse(answer: Answer, signal: AbortSignal): Response {
  if (!('whole' in answer)) return under(signal, answer);
  const { whole, status, statusText, headers } = answer;
  return new Response(whole === '' ? null : whole, { status, statusText, headers });
}

/** The response of a stream, whose events an abort ends too: the attempt that the signal was given to is over. */
function under(signal: AbortSignal, response: Response): Response {
  const { status, statusText, headers } = response;
  const body = response.body?.pipeThrough(new TransformStream<Uint8Array, Uint8Array>(), { signal }) ?? null;
  return new Response(body, { status, statusText, headers });
}
