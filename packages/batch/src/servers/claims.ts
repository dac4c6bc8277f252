import type { BatchResult } from '../batch/types.ts';
import type { Claim } from '../store/types.ts';
import { createHeldClaims, type Held } from './held-claims.ts';
import type { LeaseTimes } from './lease.ts';
import type { LocalNews } from './news.ts';

/** What a database does with the claims of a process. Each is one atomic step, in the database's own time. */
export interface ClaimSteps<H extends Held> {
  /** Claims up to `most` items, and passes each to `hold` once it is certain. */
  take(most: number, hold: (claim: Claim, held: H) => void): Promise<void>;
  /** Gives signs of life, and resolves with the items whose claims are not the latest any more. */
  renew(held: readonly H[]): Promise<ReadonlySet<number>>;
  /** Renews the lease if the claim is still the latest one. */
  check(held: H): Promise<boolean>;
  settle(held: H, result: BatchResult): Promise<boolean>;
  release(held: H, how: { readonly sent: boolean }): Promise<void>;
}

/** The claims of this process on the items of one batch: what `OpenStore` says of them. */
export interface Claims {
  claim(most: number, signal: AbortSignal): Promise<readonly Claim[]>;
  check(claim: Claim): Promise<boolean>;
  settle(claim: Claim, result: BatchResult): Promise<boolean>;
  release(claim: Claim, how: { readonly sent: boolean }): Promise<void>;
  close(): Promise<void>;
}

interface ClaimsTerms extends LeaseTimes {
  readonly news: LocalNews;
}

/** How long a claim waits before it looks again, and how often it looks before it returns without items. */
const lookEveryMs = 250;
const looks = 4;

export function createClaims<H extends Held>(steps: ClaimSteps<H>, { news, beatMs, holdMs }: ClaimsTerms): Claims {
  const held = createHeldClaims<H>(beatMs, (all) => steps.renew(all));

  const look = async (most: number): Promise<readonly Claim[]> => {
    const claims: Claim[] = [];
    try {
      await steps.take(most, (claim, own) => {
        held.add(claim, own);
        claims.push(claim);
      });
    } catch (error) {
      // What was claimed before the error is not lost.
      if (claims.length === 0) throw error;
    }
    return claims;
  };

  const checkInTime = async (own: H): Promise<boolean> => {
    for (;;) {
      const askedMs = performance.now();
      if (!(await steps.check(own))) return false;
      // The lease counts from the database's answer. A process that reads it late must not send because of it.
      if (performance.now() - askedMs < holdMs) return true;
    }
  };

  const release = async (claim: Claim, how: { readonly sent: boolean }): Promise<void> => {
    const own = held.of(claim);
    if (own === undefined) return;
    await steps.release(own, how);
    held.drop(claim);
    news.ring();
  };

  return {
    async claim(most, signal) {
      for (let round = 0; round < looks && !signal.aborted; round += 1) {
        if (round > 0) await news.wait(lookEveryMs, signal);
        const claims = await look(most);
        if (claims.length > 0) return claims;
      }
      return [];
    },
    async check(claim) {
      const own = held.of(claim);
      if (own === undefined || claim.lost.aborted) return false;
      own.isChecked = true;
      const isOurs = await checkInTime(own);
      if (!isOurs) {
        held.drop(claim);
        own.lost.abort();
      }
      return isOurs;
    },
    async settle(claim, result) {
      const own = held.of(claim);
      if (own === undefined) return false;
      const isStored = await steps.settle(own, result);
      held.drop(claim);
      news.ring();
      return isStored;
    },
    release,
    async close() {
      held.stop();
      for (const [claim, own] of held.all()) await release(claim, { sent: own.isChecked }).catch(() => undefined);
    },
  };
}
