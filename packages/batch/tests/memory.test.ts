import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { prompts, temporaryFolder } from './support.ts';

const run = promisify(execFile);
const script = fileURLToPath(new URL('../scripts/million.ts', import.meta.url));
const lines = 200_000;
/** A process that has done nothing takes some 80 MiB, and items some 60 bytes each. Garbage that lasts made it 170. */
const mostMiB = 130;

it(`adds ${lines} lines in little memory`, async () => {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, 'in.jsonl'),
    prompts(lines)
      .map((text) => `${JSON.stringify(text)}\n`)
      .join(''),
  );
  const env = { ...process.env, MILLION_STAGE: 'add', MILLION_FOLDER: folder };
  const { stdout } = await run(process.execPath, ['--expose-gc', script], { env });
  const { added, peakMiB } = JSON.parse(stdout) as { added: number; peakMiB: number };
  expect(added).toBe(lines);
  expect(peakMiB).toBeLessThan(mostMiB);
});
