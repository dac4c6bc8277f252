import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../scripts/scale.ts', import.meta.url));

it('runs thousands of tasks and hundreds of streams at the same time', { timeout: 120_000 }, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, '3000', '300']);
  expect(stdout).toContain('in process: 3000 executing at once, 3000 completed');
  expect(stdout).toContain('over HTTP: 300 streams open at once, 300 read to their end');
});
