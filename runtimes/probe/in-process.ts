import type { Cell } from './cell.ts';
import { examine } from './examine.ts';

/** Node, Bun and Deno: the cells come as an argument, and a finding leaves as a line with this mark. */
const mark = process.argv[2] ?? '';
for (const cell of JSON.parse(process.argv[3] ?? '[]') as Cell[]) {
  const finding = await examine(cell);
  console.log(`\n${mark}${JSON.stringify(finding)}`);
}
// A pool may keep a connection open for a while; there is nothing to wait for.
process.exit(0);
