import type { Clock } from '../clock/types.ts';
import type { HandlerReply } from '../handlers/types.ts';
import { HttpError } from '../protocol/http-error.ts';
import type { HttpAnswer, Printer } from '../protocol/types.ts';
import { eventStreamBody } from './event-stream-body.ts';
import { jsonBody } from './json-body.ts';
import type { BodyContext } from './types.ts';

interface ResponseContext extends BodyContext {
  readonly printer: Printer;
  /** Milliseconds between the comments of a silent stream. `Infinity` is no comments. */
  readonly heartbeatMs: number;
  /** Additional headers, such as those of the rate limit. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Builds the response for a handler's reply, and applies the faults of its body. */
export function buildResponse(reply: HandlerReply, context: ResponseContext): Response {
  const { printer, headers } = context;
  const date = dateOf(context.clock);
  switch (reply.kind) {
    case 'json': {
      const type = { 'content-type': 'application/json' };
      const body = jsonBody(printer.body(reply.body), context);
      return new Response(body, { status: reply.status, headers: { date, ...type, ...headers } });
    }
    case 'empty':
      return new Response(null, { status: reply.status, headers: { date, ...headers } });
    case 'events': {
      const type = { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' };
      const body = eventStreamBody(reply.events, context);
      return new Response(body, { headers: { date, ...type, ...headers } });
    }
  }
}

/** Builds the response of an `HttpError`. Rethrows any other error. */
export function errorResponse(error: unknown, clock: Clock): Response {
  if (error instanceof HttpError) return answerResponse(error.answer, clock);
  throw error;
}

/** Statuses with which `Response` rejects a body. */
const EMPTY_STATUSES = [204, 205, 304];

function answerResponse({ status, text, headers }: HttpAnswer, clock: Clock): Response {
  const body = EMPTY_STATUSES.includes(status) ? null : text;
  return new Response(body, { status, headers: { date: dateOf(clock), ...headers } });
}

function dateOf(clock: Clock): string {
  return new Date(clock.now()).toUTCString();
}
