import { abortable } from '../async/abortable.ts';
import type { Clock } from '../clock/types.ts';
import { connectionTerminated } from '../faults/connection-errors.ts';
import type { Fault, Faults } from '../faults/types.ts';
import type { OperationName } from '../protocol/models.ts';
import { isLastEvent } from '../protocol/stream-event.ts';
import type { Printer, StreamEvent } from '../protocol/types.ts';
import type { EventQueue } from '../state/types.ts';

interface EventBodyParts {
  operation: OperationName;
  faults: Faults;
  printer: Printer;
  clock: Clock;
  /** Milliseconds between comments while there are no events; `Infinity` is none. */
  heartbeatMs: number;
  /** Aborted when the client has gone. */
  signal: AbortSignal;
}

/**
 * The body of an event stream: one event at a time, as soon as it is there, with what the waiting faults do to it.
 *
 * A client that goes away ends the body, never the run.
 */
export function eventBody(events: EventQueue, parts: EventBodyParts): ReadableStream<Uint8Array> {
  const texts = printEvents(events, parts);
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { done, value } = await abortable(texts.next(), parts.signal).catch(breakBody);
        if (done === true) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
    },
    { highWaterMark: 0 },
  );
}

/** A connection that breaks behind the headers is reported otherwise than one that breaks before them. */
function breakBody(reason: unknown): never {
  throw reason instanceof TypeError && reason.message === 'fetch failed' ? connectionTerminated() : reason;
}

async function* printEvents(events: EventQueue, parts: EventBodyParts): AsyncGenerator<string, void, undefined> {
  const { operation, faults, printer, signal } = parts;
  const between = createTrigger(faults.pendingAt(operation, 'mid-stream'), faults, signal);
  const inside = createTrigger(faults.pendingAt(operation, 'mid-body'), faults, signal);
  const sent: SentEvents = { count: 0, hasChunk: false };
  for await (const event of withHeartbeats(events, parts)) {
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

/** What a stream has sent up to now. */
interface SentEvents {
  count: number;
  hasChunk: boolean;
}

interface Trigger {
  isDue(next: StreamEvent, sent: SentEvents): boolean;
  /** Applies the faults that are due before the next event, each once. */
  apply(next: StreamEvent, sent: SentEvents): Promise<void>;
}

function createTrigger(waiting: readonly Fault[], faults: Faults, signal: AbortSignal): Trigger {
  const pending = new Set(waiting);
  const due = (next: StreamEvent, { count, hasChunk }: SentEvents): Fault[] =>
    [...pending].filter(({ afterEvents }) => {
      const isReached = afterEvents === undefined ? hasChunk : count >= afterEvents;
      return isReached || isLastEvent(next);
    });
  return {
    isDue: (next, sent) => due(next, sent).length > 0,
    apply: async (next, sent) => {
      for (const fault of due(next, sent)) {
        pending.delete(fault);
        if (faults.consume(fault)) await fault.apply(signal);
      }
    },
  };
}

/** The events, and a heartbeat whenever none has come for a while. */
async function* withHeartbeats(
  events: EventQueue,
  { clock, heartbeatMs, signal }: EventBodyParts,
): AsyncGenerator<StreamEvent | 'heartbeat', void, undefined> {
  let next = events.next();
  for (;;) {
    const event = Number.isFinite(heartbeatMs) ? await nextOrBeat(next, heartbeatMs, clock, signal) : await next;
    if (event === undefined) return;
    yield event;
    if (event !== 'heartbeat') next = events.next();
  }
}

async function nextOrBeat<T>(
  next: Promise<T>,
  afterMs: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<T | 'heartbeat'> {
  const settled = new AbortController();
  const beat = clock.sleep(afterMs, AbortSignal.any([settled.signal, signal])).then(() => 'heartbeat' as const);
  beat.catch(() => {});
  try {
    return await Promise.race([next, beat]);
  } finally {
    settled.abort();
  }
}
