import type { AgentRequest } from '@xpander/sdk';
import type { BatchResult } from '../batch/types.ts';
import { batchGone } from '../servers/batch-gone.ts';
import { escapeText, unescapeText } from '../servers/escape-text.ts';
import { toGraceMs } from '../servers/grace.ts';
import { createHeldClaims, type Held } from '../servers/held-claims.ts';
import type { BatchOrigin, Claim } from '../store/types.ts';
import type { Taken } from './job-queue.ts';
import { sendOutbox } from './outbox.ts';
import type { RedisBatch } from './redis-batch.ts';

interface HeldJob extends Held {
  readonly taken: Taken;
  /** When a request may have been sent before this claim, or an empty text. */
  readonly sentBefore: string;
}

export interface Claims {
  /** Claims up to `most` items, or none if none can be claimed at the moment. */
  claim(most: number): Promise<readonly Claim[]>;
  check(claim: Claim): Promise<boolean>;
  settle(claim: Claim, result: BatchResult): Promise<boolean>;
  release(claim: Claim, how: { readonly sent: boolean }): Promise<void>;
  close(): Promise<void>;
}

export function createClaims(batch: RedisBatch): Claims {
  const { call, base, queue, beatMs, news } = batch;
  const held = createHeldClaims<HeldJob>(beatMs, async (jobs) => {
    const lost = await call('renew', base, ...jobs.flatMap(({ seq, attempt }) => [seq, attempt]));
    const isLost = new Set((lost as string[]).map(Number));
    await queue.renew(jobs.filter(({ seq }) => !isLost.has(seq)).map(({ taken }) => taken));
    return isLost;
  });

  const claimOne = async (): Promise<Claim | undefined> => {
    for (;;) {
      const taken = await queue.take();
      if (taken === undefined) return undefined;
      const fields = (await call('claim', base, taken.seq, taken.turn)) as string[] | null;
      if (fields !== null) {
        const [claim, job] = toClaim(fields, taken, batch.leaseMs);
        held.add(claim, job);
        return claim;
      }
      // The item is settled, or waits for its thread, and gets another job then.
      await queue.finish(taken, { skipped: true });
    }
  };

  const release = async (claim: Claim, { sent }: { readonly sent: boolean }): Promise<void> => {
    const job = held.of(claim);
    if (job === undefined) return;
    await call('release', base, job.seq, job.attempt, sent ? '1' : '0', job.sentBefore);
    held.drop(claim);
    // The item has a new job already.
    await queue.finish(job.taken, { released: true }).catch(ignore);
    news.ring();
  };

  return {
    async claim(most) {
      await batch.meetServer();
      const state = await call('look', base);
      if (state === 'gone') throw batchGone();
      if (state === 'stopped') return [];
      if (state === 'outbox') await sendOutbox(batch);
      const claims: Claim[] = [];
      while (claims.length < most) {
        const claim = await claimOne().catch((error) => {
          // What was claimed before is not lost.
          if (claims.length === 0) throw error;
          return undefined;
        });
        if (claim === undefined) break;
        claims.push(claim);
      }
      return claims;
    },
    async check(claim) {
      const job = held.of(claim);
      if (job === undefined || claim.lost.aborted) return false;
      job.isChecked = true;
      const isOurs = (await call('check', base, job.seq, job.attempt)) === 1;
      if (!isOurs) {
        held.drop(claim);
        job.lost.abort();
      }
      return isOurs;
    },
    async settle(claim, result) {
      const job = held.of(claim);
      if (job === undefined) return false;
      const { seq, attempt, taken } = job;
      const { status, attempts, taskId } = result;
      const text = JSON.stringify(result);
      const isStored = (await call('settle', base, seq, attempt, escapeText(status), attempts - 1, text)) === 1;
      held.drop(claim);
      // A job that is not finished is finished with its next claim.
      if (isStored) await queue.finish(taken, { status, taskId }).catch(ignore);
      if (claim.threadId !== undefined) await sendOutbox(batch).catch(ignore);
      news.ring();
      return isStored;
    },
    release,
    async close() {
      held.stop();
      for (const [claim, job] of held.all()) await release(claim, { sent: job.isChecked }).catch(ignore);
    },
  };
}

function ignore(): void {}

function toClaim(fields: readonly string[], taken: Taken, leaseMs: number): readonly [Claim, HeldJob] {
  const [attempt, key = '', index, thread = '', retry, request = '', sentBefore = ''] = fields;
  const [sentAgo, origin, cameAgo, previous = ''] = fields.slice(7);
  const lost = new AbortController();
  const former = {
    sentAgoMs: sentAgo === '' ? undefined : Number(sentAgo),
    origin: origin as BatchOrigin,
    cameAgoMs: Number(cameAgo),
  };
  const claim: Claim = {
    key: unescapeText(key),
    index: Number(index),
    request: JSON.parse(request) as AgentRequest,
    threadId: thread === '' ? undefined : unescapeText(thread),
    retry: Number(retry),
    isFirst: sentBefore === '',
    graceMs: toGraceMs(former, leaseMs),
    origin: former.origin,
    previous: previous === '' ? undefined : (JSON.parse(previous) as BatchResult),
    lost: lost.signal,
  };
  return [claim, { seq: Number(taken.seq), attempt: Number(attempt), lost, isChecked: false, taken, sentBefore }];
}
