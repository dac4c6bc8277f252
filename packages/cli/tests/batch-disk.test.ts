import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { errorOf, home, run } from './support/command.ts';
import { emulate } from './support/emulator.ts';
import { openTerminal } from './support/terminal.ts';

const disk = join(home, 'disk');
mkdirSync(disk);

/** A disk of one megabyte in memory. */
function mountDisk(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn('SKIPPED: a batch on a full disk, because this user may not mount one.');
    return false;
  }
}

const isMounted = mountDisk();
afterAll(() => {
  if (isMounted) execFileSync('umount', [disk]);
});

/** Fills the disk to its last byte. */
function fill(): void {
  for (const bytes of [4_096, 1])
    try {
      for (;;) appendFileSync(join(disk, 'filler'), Buffer.alloc(bytes));
    } catch {
      // Full, to this number of bytes.
    }
}

it.runIf(isMounted)('a batch waits while the disk is full, says so, and goes on when there is room', async () => {
  const runs = new Map<string, number>();
  const count = ({ text }: { readonly text: string }): string => {
    runs.set(text, (runs.get(text) ?? 0) + 1);
    if (runs.size === 10) fill();
    return text.repeat(100);
  };
  const { env } = await emulate({ agents: { count } });
  writeFileSync(join(home, 'lines.txt'), Array.from({ length: 200 }, (_, index) => `line ${index}\n`).join(''));
  const out = join(disk, 'out.jsonl');
  const terminal = openTerminal(['batch', 'count', 'lines.txt', '--out', out, '--concurrency', '5'], {
    env,
    columns: 120,
  });
  await terminal.waitFor(/cannot write: .*ENOSPC/);
  const seen = runs.size;
  expect(seen).toBeLessThan(200);
  rmSync(join(disk, 'filler'));
  expect((await terminal.ended).code).toBe(0);
  expect(await terminal.shown()).toContain('200 completed, 0 failed, 0 left');
  expect([...runs.values()]).toEqual(Array(200).fill(1));
  expect(readFileSync(out, 'utf8').trimEnd().split('\n')).toHaveLength(200);
});

it.runIf(isMounted)('a batch that cannot even begin on a full disk ends with 1, and sends nothing', async () => {
  const { mock, env } = await emulate();
  writeFileSync(join(home, 'one.txt'), 'one\n');
  fill();
  const ended = await run(['batch', 'echo', 'one.txt', '--out', join(disk, 'other.jsonl'), '--json'], { env });
  expect(ended.code).toBe(1);
  expect(errorOf(ended)).toMatchObject({ code: 'unexpected', message: expect.stringContaining('ENOSPC') });
  expect(mock.requests).toEqual([]);
});
