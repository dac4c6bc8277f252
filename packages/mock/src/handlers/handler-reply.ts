import type { EventQueue } from '../state/event-queue.ts';

/** What a handler answers: JSON, nothing, or a stream of events. */
export type HandlerReply =
  | { readonly kind: 'json'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'empty'; readonly status: number }
  | { readonly kind: 'events'; readonly events: EventQueue };

/** An answer in JSON; 200 unless another status is given. */
export function json(body: unknown, status = 200): HandlerReply {
  return { kind: 'json', status, body };
}

/** The answer that has no body. */
export const noContent: HandlerReply = { kind: 'empty', status: 204 };

/** An answer that goes on for as long as the run does. */
export function eventStream(events: EventQueue): HandlerReply {
  return { kind: 'events', events };
}
