import { type Claims, createClaims } from '../servers/claims.ts';
import type { BatchTables } from './batch-tables.ts';
import { releaseClaim, settleClaim } from './end-claim.ts';
import { checkClaim, releaseExpired, renewClaims } from './leases.ts';
import { type HeldRow, takeItems } from './take-items.ts';

/** The claims of this process, in the tables of the batch. */
export function createPostgresClaims(tables: BatchTables): Claims {
  return createClaims<HeldRow>(
    {
      async take(most, hold) {
        await releaseExpired(tables);
        // Only after the commit: a sign of life for a claim that is not committed yet would find it lost.
        for (const [claim, held] of await takeItems(tables, most)) hold(claim, held);
      },
      renew: (held) => renewClaims(tables, held),
      check: (held) => checkClaim(tables, held),
      settle: (held, result) => settleClaim(tables, held, result),
      release: (held, how) => releaseClaim(tables, held, how),
    },
    tables,
  );
}
