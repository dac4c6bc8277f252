import type { Claim } from '../store/types.ts';

/** What a store knows of a claim that this process holds. */
export interface Held {
  /** The number of the item in its batch. */
  readonly seq: number;
  /** Which claim of the item this is. A later one has a higher number. */
  readonly attempt: number;
  readonly lost: AbortController;
  /** Whether a request may have been sent under this claim. */
  isChecked: boolean;
}

/** The claims of this process, kept alive by a timer until they are dropped. */
export interface HeldClaims<H extends Held> {
  readonly size: number;
  add(claim: Claim, held: H): void;
  of(claim: Claim): H | undefined;
  drop(claim: Claim): void;
  all(): readonly (readonly [Claim, H])[];
  stop(): void;
}

/**
 * `renew` gives signs of life, and resolves with the numbers of the items whose claims are not the latest any more. If it
 * rejects, the store is away, and no other process can claim either.
 */
export function createHeldClaims<H extends Held>(
  everyMs: number,
  renew: (held: readonly H[]) => Promise<ReadonlySet<number>>,
): HeldClaims<H> {
  const claims = new Map<Claim, H>();
  let isRenewing = false;

  const beat = async (): Promise<void> => {
    if (isRenewing || claims.size === 0) return;
    isRenewing = true;
    try {
      const asked = [...claims.values()];
      const lost = await renew(asked);
      for (const [claim, held] of claims) {
        if (!asked.includes(held) || !lost.has(held.seq)) continue;
        claims.delete(claim);
        held.lost.abort();
      }
    } catch {
      // The next beat asks again.
    } finally {
      isRenewing = false;
    }
  };
  const timer = setInterval(() => void beat(), everyMs);
  timer.unref();

  return {
    get size() {
      return claims.size;
    },
    add(claim, held) {
      // This process has got an item again whose lease had run out.
      for (const other of claims.values()) if (other.seq === held.seq) other.lost.abort();
      claims.set(claim, held);
    },
    of: (claim) => claims.get(claim),
    drop: (claim) => void claims.delete(claim),
    all: () => [...claims],
    stop: () => clearInterval(timer),
  };
}
