import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { home, run, start } from './support/command.ts';
import { emulate } from './support/emulator.ts';
import { waitUntil } from './support/wait-until.ts';

const count = 120;

// A file of its own, because the store waits for a minute until a request of the killed process cannot arrive any more.
describe('batch', () => {
  it('loses and repeats nothing after kill -9, also with a torn last line', async () => {
    const { mock, env } = await emulate({ agents: { brief: ({ sleep, text }) => sleep(60).then(() => text) } });
    writeFileSync(join(home, 'lines.txt'), Array.from({ length: count }, (_, index) => `line ${index}\n`).join(''));
    const args = ['batch', 'brief', 'lines.txt', '--concurrency', '8', '--out', 'out.jsonl'];
    const killed = start(args, { env });
    await waitUntil(() => mock.tasks.length >= 40);
    killed.child.kill('SIGKILL');
    await killed.ended;
    const out = join(home, 'out.jsonl');
    writeFileSync(out, readFileSync(out, 'utf8').slice(0, -20));
    expect(await run(args, { env })).toMatchObject({
      code: 0,
      out: `${count} completed, 0 failed, 0 left: out.jsonl\n`,
    });
    expect(mock.tasks).toHaveLength(count);
    const keys = readFileSync(out, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).key);
    expect(keys).toHaveLength(count);
    expect(new Set(keys).size).toBe(count);
  });
});
