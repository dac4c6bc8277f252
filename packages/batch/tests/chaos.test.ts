import { describe, expect, it } from 'vitest';
import { faults } from './chaos/faults.ts';
import { isSound, runChaos } from './chaos/run-chaos.ts';
import { chaosStores } from './chaos/stores.ts';

/** The short form of `pnpm test:chaos`: few items, and two faults that no test in one process can show. */
const short = ['kill -9 of itself: accepted', 'disk full'];
const items = 32;

for (const store of chaosStores) {
  const missing = await store.missing();
  if (missing !== undefined) console.warn(`SKIPPED: faults on ${store.name}: ${missing}`);
  // Most of the time is spent waiting for leases.
  describe.skipIf(missing !== undefined).concurrent(`a batch in ${store.name}`, () => {
    it.each(short)('loses nothing and runs nothing twice: %s', async (name) => {
      const fault = faults.find((one) => one.name === name);
      if (fault === undefined) throw new Error(`there is no fault ${name}`);
      // Fewer items, more crashes.
      const row = await runChaos(store, { ...fault, crash: fault.crash && { ...fault.crash, share: 0.1 } }, items);
      if ('gap' in row) console.warn(`SKIPPED: ${name} on ${store.name}: ${row.gap}`);
      else expect({ ...row, isSound: isSound(row, fault) }).toMatchObject({ isSound: true, ran: items, lost: 0 });
    });
  });
}
