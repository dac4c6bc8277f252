import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createFolder, openApi, startProgram } from './programs.ts';
import { settled } from './upstream.ts';

describe('a CSV file run as a batch', () => {
  it('shows its progress, and runs each row once although it is killed and interrupted', async () => {
    let started = 0;
    const gate = settled();
    const { mock, env } = await openApi(async () => {
      started += 1;
      if (started > 6) await gate.promise;
      return 'happy';
    });
    const OUTPUT = `${createFolder()}/moods.jsonl`;
    const start = (): ReturnType<typeof startProgram> => startProgram(['csv/batch.ts'], { ...env, OUTPUT });

    const killed = start();
    await killed.printed(/^0 of 24 done, 0 failed$/m);
    while (started < 9) await sleep(10);
    await killed.kill();

    const interrupted = start();
    await interrupted.printed(/^[3-6] of 24 done, 0 failed$/m);
    interrupted.child.kill('SIGINT');
    gate.resolve();
    expect(await interrupted.ended).toBe(0);
    expect(interrupted.output()).toMatch(/^Completed: \d+\. Failed: 0\. Left: [1-9]\d*\./m);

    const last = start();
    expect(await last.ended, last.output()).toBe(0);
    expect(last.output()).toMatch(/^24 of 24 done, 0 failed\nCompleted: 24\. Failed: 0\. Left: 0\./m);
    const keys = readFileSync(OUTPUT, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).key);
    expect(keys.sort((a, b) => a - b)).toEqual(Array.from({ length: 24 }, (_, index) => String(index + 1)));
    expect([mock.tasks.length, started]).toEqual([24, 24]);
    const requests = mock.requests.length;
    expect(await start().ended).toBe(0);
    expect(mock.requests).toHaveLength(requests);
  });
});
