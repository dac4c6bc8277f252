import type { AgentRequest } from '@xpander/sdk';
import type { BatchResult } from '../batch/types.ts';
import { batchGone } from '../servers/batch-gone.ts';
import { toClaim } from '../servers/claimed-item.ts';
import { type Claims, createClaims } from '../servers/claims.ts';
import { escapeText } from '../servers/escape-text.ts';
import type { Held } from '../servers/held-claims.ts';
import type { BatchOrigin, Claim } from '../store/types.ts';
import type { Taken } from './job-queue.ts';
import { sendOutbox } from './outbox.ts';
import type { RedisBatch } from './redis-batch.ts';

/** A claim, as this process remembers it. */
interface HeldJob extends Held {
  readonly taken: Taken;
  /** When a request may have been sent before this claim, or an empty text. */
  readonly sentBefore: string;
  readonly isTurn: boolean;
}

/** The claims of this process, in the keys of the batch. */
export function createRedisClaims(batch: RedisBatch): Claims {
  const { call, base, queue } = batch;
  return createClaims<HeldJob>(
    {
      async take(most, hold) {
        await batch.meetServer();
        const state = await call('look', base);
        if (state === 'gone') throw batchGone();
        if (state === 'stopped') return;
        if (state === 'outbox') await sendOutbox(batch);
        for (let count = 0; count < most; count += 1) {
          const claimed = await takeItem(batch);
          if (claimed === undefined) return;
          hold(...claimed);
        }
      },
      async renew(held) {
        const lost = await call('renew', base, ...held.flatMap(({ seq, attempt }) => [seq, attempt]));
        const isLost = new Set((lost as string[]).map(Number));
        await queue.renew(held.filter(({ seq }) => !isLost.has(seq)).map(({ taken }) => taken));
        return isLost;
      },
      check: async ({ seq, attempt }) => (await call('check', base, seq, attempt)) === 1,
      settle: (held, result) => settleClaim(batch, held, result),
      async release({ seq, attempt, sentBefore, taken }, { sent }) {
        await call('release', base, seq, attempt, sent ? '1' : '0', sentBefore);
        // The item has a new job already.
        await queue.finish(taken, { released: true }).catch(ignore);
      },
    },
    batch,
  );
}

/** Takes jobs from BullMQ, until one of them is the job of an item that may be claimed. */
async function takeItem({ call, base, queue, leaseMs }: RedisBatch): Promise<readonly [Claim, HeldJob] | undefined> {
  for (;;) {
    const taken = await queue.take();
    if (taken === undefined) return undefined;
    const fields = (await call('claim', base, taken.seq, taken.turn)) as string[] | null;
    if (fields !== null) return toHeld(fields, taken, leaseMs);
    // The item is settled, or waits for its thread, and gets another job then.
    await queue.finish(taken, { skipped: true });
  }
}

function toHeld(fields: readonly string[], taken: Taken, leaseMs: number): readonly [Claim, HeldJob] {
  const [attempt, key = '', index, thread = '', retry, request = '', sentBefore = ''] = fields;
  const [sentAgo, origin, cameAgo, previous = ''] = fields.slice(7);
  const item = {
    seq: Number(taken.seq),
    attempt: Number(attempt),
    key,
    index: Number(index),
    thread: thread === '' ? undefined : thread,
    request: JSON.parse(request) as AgentRequest,
    retry: Number(retry),
    isFirst: sentBefore === '',
    previous: previous === '' ? undefined : (JSON.parse(previous) as BatchResult),
    sentAgoMs: sentAgo === '' ? undefined : Number(sentAgo),
    origin: origin as BatchOrigin,
    cameAgoMs: Number(cameAgo),
  };
  const [claim, held] = toClaim(item, leaseMs);
  return [claim, { ...held, taken, sentBefore, isTurn: thread !== '' }];
}

async function settleClaim(
  batch: RedisBatch,
  { seq, attempt, taken, isTurn }: HeldJob,
  result: BatchResult,
): Promise<boolean> {
  const { call, base, queue } = batch;
  const { status, attempts, taskId } = result;
  const text = JSON.stringify(result);
  const isStored = (await call('settle', base, seq, attempt, escapeText(status), attempts - 1, text)) === 1;
  // A job that is not finished is finished with its next claim.
  if (isStored) await queue.finish(taken, { status, taskId }).catch(ignore);
  // The next item of its thread may go.
  if (isTurn) await sendOutbox(batch).catch(ignore);
  return isStored;
}

function ignore(): void {}
