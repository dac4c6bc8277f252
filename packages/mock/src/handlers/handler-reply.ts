import type { EventQueue } from '../state/types.ts';
import type { HandlerReply } from './types.ts';

/** Answers with JSON. The default status is 200. */
export function json(body: unknown, status = 200): HandlerReply {
  return { kind: 'json', status, body };
}

/** Answers without a body. */
export const noContent: HandlerReply = { kind: 'empty', status: 204 };

/** Answers with a stream of events. */
export function eventStream(events: EventQueue): HandlerReply {
  return { kind: 'events', events };
}
