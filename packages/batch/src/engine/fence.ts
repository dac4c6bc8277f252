import type { Claim } from '../store/types.ts';
import type { Session } from './types.ts';

/** Nothing was sent: the work is closing, the claim is lost, or the store could not be asked. */
export class NotSent extends Error {
  override readonly name = 'NotSent';
  readonly why: 'closing' | 'lost' | 'store';

  constructor(why: NotSent['why'], cause?: unknown) {
    super(`not sent: ${why}`, { cause });
    this.why = why;
  }
}

/** Stands between the rate token and the socket of one claim. */
export interface Fence {
  /** Whether a request may have been sent under this claim. */
  isSent: boolean;
  readonly pass: () => Promise<void>;
}

/** Asks the store whether the item still belongs to this process, right before each POST, as the last thing. */
export function createFence({ core, keeper, closing }: Session, claim: Claim): Fence {
  const refuseIfClosing = (): void => {
    if (closing.aborted) throw new NotSent('closing');
    if (claim.lost.aborted) throw new NotSent('lost');
    // While results cannot be stored, another run would only add to them.
    if (keeper.isFull) throw new NotSent('store', keeper.error);
  };
  const fence: Fence = {
    isSent: false,
    async pass() {
      refuseIfClosing();
      const isOurs = await core.store.check(claim).catch((error) => {
        throw new NotSent('store', error);
      });
      if (!isOurs) throw new NotSent('lost');
      refuseIfClosing();
      fence.isSent = true;
    },
  };
  return fence;
}
