import type { Cell } from './cell.ts';
import { examine } from './examine.ts';

/** The entry for Node, Bun and Deno: reads the cells from an argument, and prints each finding on a line with this mark. */
const mark = process.argv[2] ?? '';
for (const cell of JSON.parse(process.argv[3] ?? '[]') as Cell[]) {
  const finding = await examine(cell);
  console.log(`\n${mark}${JSON.stringify(finding)}`);
}
// A connection pool may keep the process alive.
process.exit(0);
