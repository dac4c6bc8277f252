import type { BatchResult } from '../batch/types.ts';
import type { Claim } from '../store/types.ts';
import type { NextItem } from './item-order.ts';
import { itemState } from './item-table.ts';
import type { LiveBatch } from './live-batch.ts';
import { noteResult } from './load-batch.ts';
import { findPrevious } from './previous-turn.ts';

/** A claim of this process. It is lost only when the batch is closed. */
interface FileClaim extends Claim {
  readonly number: number;
}

/** Claims items, and brings them back settled or not. */
export interface Claims {
  claim(most: number, signal: AbortSignal): Promise<readonly Claim[]>;
  check(claim: Claim): boolean;
  settle(claim: Claim, result: BatchResult): boolean;
  release(claim: Claim, how: { readonly sent: boolean }): void;
  running(): Iterable<Claim>;
  /** All claims are lost from now on. */
  end(): void;
}

export function createClaims(live: LiveBatch): Claims {
  const { table, counts, order, news, terms } = live;
  const held = new Map<string, FileClaim>();
  /** Items that were given back while a request may have been under way, and when. */
  const givenBackMs = new Map<number, number>();
  const ended = new AbortController();

  const graceOf = (number: number): number => {
    const sentMs = [
      number < live.before.claimedUpTo ? live.before.sentUntilMs : 0,
      live.sidecar.origin === 'seen' ? live.sidecar.createdAtMs : 0,
      givenBackMs.get(number) ?? 0,
    ];
    return Math.max(0, Math.max(...sentMs) + terms.graceMs - Date.now());
  };

  const toClaim = ({ number, item }: NextItem): FileClaim => {
    const isFirst = number >= live.before.claimedUpTo && !givenBackMs.has(number);
    const { key, index, request, threadId } = item;
    const previous = threadId === undefined || isFirst ? undefined : findPrevious(live, threadId);
    const retry = table.retry.get(number);
    const isOpener = number === 0;
    const common = {
      number,
      key,
      index,
      request,
      threadId,
      retry,
      isFirst,
      isOpener,
      graceMs: graceOf(number),
      previous,
    };
    return { ...common, origin: live.sidecar.origin, lost: ended.signal };
  };

  const takeUpTo = async (most: number): Promise<FileClaim[]> => {
    const taken: NextItem[] = [];
    while (taken.length < most) {
      const next = await order.next();
      if (next === undefined) break;
      table.state.set(next.number, itemState.claimed);
      taken.push(next);
    }
    try {
      reserve(live, taken);
    } catch (error) {
      // A full disk: nothing may start that a crash would forget.
      for (const { number } of taken.toReversed()) {
        table.state.set(number, itemState.waiting);
        order.putBack(number);
      }
      throw error;
    }
    counts.waiting -= taken.length;
    counts.running += taken.length;
    return taken.map(toClaim);
  };

  const isHeld = (claim: Claim): claim is FileClaim => held.get(claim.key) === claim;
  const drop = ({ key }: FileClaim): void => {
    held.delete(key);
    counts.running -= 1;
  };

  return {
    async claim(most, signal) {
      while (!signal.aborted && !ended.signal.aborted && live.sidecar.stop === undefined) {
        const claims = await takeUpTo(most);
        for (const claim of claims) held.set(claim.key, claim);
        if (claims.length > 0 || counts.waiting + counts.running === 0) return claims;
        await news.next(signal);
      }
      return [];
    },
    check(claim) {
      if (!isHeld(claim)) return false;
      live.noteSending();
      return true;
    },
    settle(claim, result) {
      if (!isHeld(claim)) return false;
      const offset = live.resultsFile.append(`${JSON.stringify(result)}\n`);
      noteResult(table, result, offset);
      live.recent.add(Date.now());
      drop(claim);
      counts[result.status === 'completed' ? 'completed' : 'failed'] += 1;
      order.leave(claim.threadId);
      news.ring();
      if (terms.durability === 'line') live.resultsFile.sync();
      return true;
    },
    release(claim, { sent }) {
      if (!isHeld(claim)) return;
      if (sent) givenBackMs.set(claim.number, Date.now());
      table.state.set(claim.number, itemState.waiting);
      drop(claim);
      counts.waiting += 1;
      order.putBack(claim.number);
      news.ring();
    },
    running: () => [...held.values()],
    end() {
      ended.abort();
      news.ring();
    },
  };
}

/** How far ahead the mark is written. Items below it that were never claimed are looked for in vain after a crash. */
const aheadOfClaims = 8;

/** Writes down how far items may have been claimed, before they are. */
function reserve(live: LiveBatch, taken: readonly NextItem[]): void {
  const needed = Math.max(0, ...taken.map(({ number }) => number + 1));
  if (needed > live.sidecar.claimedUpTo) live.update({ claimedUpTo: needed + aheadOfClaims });
}
