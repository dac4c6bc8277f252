import { abortable } from '../async/abortable.ts';
import { connectionTerminated } from '../faults/connection-errors.ts';
import { createStreamFaultTrigger, type SentEvents } from '../faults/stream-fault-trigger.ts';
import type { Printer } from '../protocol/types.ts';
import type { EventQueue } from '../state/types.ts';
import { withHeartbeats } from './heartbeats.ts';
import type { BodyContext } from './types.ts';

interface EventStreamContext extends BodyContext {
  readonly printer: Printer;
  /** Milliseconds between comments while there are no events. `Infinity` is no comments. */
  readonly heartbeatMs: number;
}

/**
 * Creates the body of an event stream. Sends each event as soon as it exists, and applies the faults of the stream.
 *
 * A client that disconnects ends the body but not the run.
 */
export function eventStreamBody(events: EventQueue, context: EventStreamContext): ReadableStream<Uint8Array> {
  const texts = printEvents(events, context);
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { done, value } = await abortable(texts.next(), context.signal).catch(breakBody);
        if (done === true) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
    },
    { highWaterMark: 0 },
  );
}

/** After the headers, `fetch` reports a broken connection with another error than before them. */
function breakBody(reason: unknown): never {
  throw reason instanceof TypeError && reason.message === 'fetch failed' ? connectionTerminated() : reason;
}

async function* printEvents(events: EventQueue, context: EventStreamContext): AsyncGenerator<string, void, undefined> {
  const { operation, faults, printer, signal } = context;
  const between = createStreamFaultTrigger(faults.pendingAt(operation, 'mid-stream'), faults, signal);
  const inside = createStreamFaultTrigger(faults.pendingAt(operation, 'mid-body'), faults, signal);
  const sent: SentEvents = { count: 0, hasChunk: false };
  for await (const event of withHeartbeats(events, context)) {
    if (event === 'heartbeat') {
      yield ': ping\n\n';
      continue;
    }
    const text = printer.event(event);
    if (text === '') continue;
    await between.apply(event, sent);
    const middle = inside.isDue(event, sent) ? Math.floor(text.length / 2) : 0;
    if (middle > 0) yield text.slice(0, middle);
    await inside.apply(event, sent);
    yield text.slice(middle);
    sent.count += 1;
    sent.hasChunk ||= event.type === 'chunk';
  }
}
