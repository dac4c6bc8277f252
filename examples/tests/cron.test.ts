import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createFolder, openApi, startProgram, type TestedApi, type TestedProgram } from './programs.ts';
import { settled } from './upstream.ts';

interface Cron extends TestedApi {
  /** Starts the program as cron does. */
  start(): TestedProgram;
  /** Lets the agent end its run. */
  finish(): void;
  readonly report: () => string;
  readonly folder: string;
}

const day = '2026-12-01';

async function openCron(answer: () => string = () => 'Demand grew.'): Promise<Cron> {
  const gate = settled();
  const api = await openApi(async () => {
    await gate.promise;
    return answer();
  });
  const folder = createFolder();
  return {
    ...api,
    folder,
    start: () => startProgram(['cron/daily.ts', day], { ...api.env, REPORTS: folder }),
    finish: gate.resolve,
    report: () => readFileSync(`${folder}/${day}.txt`, 'utf8'),
  };
}

describe('a report of the day that was killed with kill -9', () => {
  it.each<[string, (cron: Cron, program: TestedProgram) => Promise<unknown>]>([
    [
      'before its request was answered',
      async ({ mock }) => {
        while (mock.tasks.length === 0) await sleep(10);
      },
    ],
    ['while the agent runs', (_, program) => program.printed(/is (pending|executing)/)],
    [
      'after the agent has ended',
      async (cron, program) => {
        await program.printed(/is executing/);
        cron.finish();
        while (cron.mock.tasks[0]?.status !== 'completed') await sleep(10);
      },
    ],
  ])('is written by the next program, from the same run: %s', async (when, reach) => {
    const cron = await openCron();
    if (when.startsWith('before')) cron.mock.stall({ operation: 'invokeAsync', at: 'after-accept', forMs: 60_000 });
    const killed = cron.start();
    await reach(cron, killed);
    await killed.kill();
    expect(readdirSync(cron.folder)).toEqual([]);
    cron.finish();
    const next = cron.start();
    expect(await next.ended, next.output()).toBe(0);
    expect(cron.report()).toBe('Demand grew.');
    expect(cron.mock.tasks).toHaveLength(1);
    expect(cron.mock.requestsTo('invokeAsync')).toHaveLength(1);
  });
});

describe('the report of a day', () => {
  it('is one run if the next program starts while the first one waits', async () => {
    const cron = await openCron();
    const nine = cron.start();
    await nine.printed(/is executing/);
    const ten = cron.start();
    await ten.printed(/is executing/);
    cron.finish();
    expect([await nine.ended, await ten.ended]).toEqual([0, 0]);
    expect(cron.mock.tasks).toHaveLength(1);
    const requests = cron.mock.requests.length;
    expect(await cron.start().ended).toBe(0);
    expect(cron.mock.requests).toHaveLength(requests);
    expect(readdirSync(cron.folder)).toEqual([`${day}.txt`]);
  });

  it('is not written if the run fails, and the exit code says so', async () => {
    const cron = await openCron(() => {
      throw new Error('The database is closed.');
    });
    cron.finish();
    const program = cron.start();
    expect(await program.ended).toBe(1);
    expect(program.output()).toContain('TaskFailedError');
    expect(existsSync(`${cron.folder}/${day}.txt`)).toBe(false);
  });
});
