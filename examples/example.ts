import { globSync } from 'node:fs';
import { dirname } from 'node:path';

const [name = ''] = process.argv.slice(2);
const names = globSync('*/start.ts', { cwd: import.meta.dirname })
  .map(dirname)
  // They are workspaces of their own, and have commands of their own.
  .filter((folder) => folder !== 'chat' && folder !== 'worker')
  .sort();

if (names.includes(name)) await import(`./${name}/start.ts`);
else {
  console.error(`Name one of the examples: ${names.join(', ')}.`);
  process.exitCode = 1;
}
