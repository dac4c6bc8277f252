import type { BatchItem } from '@xpander/batch';
import type { RateLimit } from '@xpander/sdk';
import { showControls, toJsonLine } from '../output/control-characters.ts';
import type { Session } from '../session.ts';
import { formatDuration } from '../text/format-duration.ts';

interface Plan {
  readonly agentId: string;
  readonly items: AsyncIterable<BatchItem>;
  readonly rate: RateLimit | undefined;
  readonly session: Session;
}

/** The documented limit of the API. */
const documentedRate: RateLimit = { requests: 100, perMs: 60_000 };

/** Shows what a batch would do, without sending anything: the number of lines, the time at the rate, the first request. */
export async function planBatch({ agentId, items, rate = documentedRate, session }: Plan): Promise<void> {
  let count = 0;
  let first: unknown;
  for await (const item of items) {
    if (count === 0) first = toRequest(item);
    count += 1;
    session.interrupts.signal.throwIfAborted();
  }
  // A line takes one request, whose stream also shows its end.
  const atLeastMs = Math.ceil((count / rate.requests) * rate.perMs);
  if (session.isJson) return session.printJson({ lines: count, atLeastMs, rate, agentId, firstRequest: first ?? null });
  const perMinute = Math.round((rate.requests / rate.perMs) * 60_000);
  const time = `${count} lines, at least ${formatDuration(atLeastMs)} at ${perMinute} a minute\n`;
  const shown = first === undefined ? '' : `First request: ${showControls(toJsonLine(first))}`;
  await session.print(`${time}${shown}`);
}

function toRequest(item: BatchItem): unknown {
  const isKeyed = typeof item === 'object' && 'request' in item;
  const request = isKeyed ? item.request : item;
  return typeof request === 'string' ? { input: { text: request } } : request;
}
