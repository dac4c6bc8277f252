import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InngestTestEngine } from '@inngest/test';
import { createMockXpander, type MockServer, type MockXpander } from '@xpander/mock';
import { Queue, QueueEvents } from 'bullmq';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { missingRedis, startRedis } from '../../packages/batch/tests/servers/redis.ts';
import { type PageCode, writePageCode } from './support/page-code.ts';

let mock: MockXpander;
let server: MockServer;
let env: Record<string, string>;
/** Ends the runs of the agent that are held. */
let finish: () => void = () => undefined;

beforeAll(async () => {
  const held = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const answer = async ({ text }: { text: string }): Promise<string> => {
    if (text === 'held') await held;
    return `Done: ${text}`;
  };
  mock = createMockXpander({ agents: { 'agent-1': answer }, clock: 'real' });
  server = await mock.listen({ port: 0 });
  env = { XPANDER_API_KEY: 'test', XPANDER_API_URL: server.url, XPANDER_AGENT_ID: 'agent-1' };
});
afterAll(() => server.close());

const postsOf = (text: string): number =>
  mock.requestsTo('invokeAsync').filter(({ body }) => JSON.stringify(body).includes(text)).length;

describe('the guide about crashes', () => {
  let code: PageCode;
  beforeAll(() => {
    code = writePageCode('docs/resume-after-a-crash.md', (text) => text.replace('30_000', '1_000'));
  });
  afterAll(() => code.remove());

  it('has the recipes that are tried here', () => {
    expect(code.names).toEqual(['code-1.ts', 'batch.ts', 'worker.ts', 'report.ts', 'daily.ts']);
  });

  it('finds the run of a key', async () => {
    expect((await code.run('code-1.ts', env)).stdout).toBe('true Done: Generate a market report\n');
    expect(postsOf('Generate a market report')).toBe(1);
  });

  it('runs a batch once, however often its program is started', async () => {
    expect((await code.run('batch.ts', env)).stdout).toContain('completed: 3');
    const { length } = mock.requests;
    expect((await code.run('batch.ts', env)).stdout).toContain('completed: 3');
    expect(mock.requests).toHaveLength(length);
    expect(readFileSync(join(code.folder, 'pricing.jsonl'), 'utf8').trim().split('\n')).toHaveLength(3);
  });

  it('does the work of a day once', async () => {
    const day = new Date().toISOString().slice(0, 10);
    const first = await code.run('daily.ts', env);
    expect(first.stdout).toContain('Done: Write the market report');
    expect((await code.run('daily.ts', env)).stdout).toBe(first.stdout);
    expect(postsOf('Write the market report')).toBe(first.stdout.includes(day) ? 1 : 2);
  });

  it('starts one run for a function of Inngest', async () => {
    Object.assign(process.env, env);
    const { report } = await import(join(code.folder, 'report.ts'));
    const events: [{ name: string; data: object }] = [{ name: 'report/requested', data: { prompt: 'for Inngest' } }];
    const { result } = await new InngestTestEngine({ function: report, events }).execute();
    expect(result).toBe('Done: for Inngest');
    expect(postsOf('for Inngest')).toBe(1);
  });

  it.skipIf(missingRedis() !== undefined && !process.env.CI)('survives the death of a worker of BullMQ', async () => {
    const redis = await startRedis();
    const connection = { url: redis.url };
    const queue = new Queue('reports', { connection });
    const events = new QueueEvents('reports', { connection });
    const workers: ChildProcess[] = [];
    onTestFinished(async () => {
      for (const worker of workers) worker.kill('SIGKILL');
      await Promise.all([queue.close(), events.close()]);
      await redis.close();
    });
    const startWorker = (): ChildProcess => {
      const variables = { ...env, PATH: process.env.PATH, REDIS_URL: redis.url };
      const worker = spawn(process.execPath, ['worker.ts'], { cwd: code.folder, env: variables });
      workers.push(worker);
      return worker;
    };
    const job = await queue.add('report', { prompt: 'held' });
    const first = startWorker();
    await expect.poll(() => postsOf('held'), { timeout: 60_000 }).toBe(1);
    first.kill('SIGKILL');
    await once(first, 'close');
    startWorker();
    const looks = mock.requestsTo('getTask').length;
    await expect.poll(() => mock.requestsTo('getTask').length, { timeout: 60_000 }).toBeGreaterThan(looks);
    finish();
    expect(await job.waitUntilFinished(events, 60_000)).toBe('Done: held');
    expect(postsOf('held')).toBe(1);
  });
});

describe('the guide about observability', () => {
  it('has code that runs', async () => {
    const code = writePageCode('docs/observability.md');
    onTestFinished(() => code.remove());
    const printed = await Promise.all(code.names.map((name) => code.run(name, env)));
    expect(printed.map(({ stderr }) => stderr)).toEqual(code.names.map(() => ''));
    const [log, trace, counts, status] = printed.map(({ stdout }) => stdout);
    expect(log).toMatch(/POST .*200/);
    expect(trace).toContain('invoke_agent Report writer');
    expect(counts).toMatch(/\{ requests: \d+, failures: 0, retries: 0 \}/);
    expect(status).toBe('completed\n');
  });
});
