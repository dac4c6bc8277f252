import type { EventQueue } from '../state/types.ts';
import type { HandlerReply } from './types.ts';

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
