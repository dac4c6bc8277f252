import { expect, it } from 'vitest';
import { runKills } from './kills/run-kills.ts';
import { bin } from './support/command.ts';

// The long form, with 10,000 lines and ten kills, is `node scripts/kills.ts`.
it('a batch loses and repeats nothing after three times kill -9 and a torn last line', async () => {
  const report = await runKills({ bin, lines: 600, kills: 3, concurrency: 20, isMinuteOver: true });
  expect(report).toMatchObject({
    lost: 0,
    runTwice: 0,
    results: 600,
    wrongResults: 0,
    code: 0,
    summary: '600 completed, 0 failed, 0 left: out.jsonl',
  });
  expect(report.killedAt).toHaveLength(3);
  expect(report.tornLines).toBeGreaterThan(0);
});
