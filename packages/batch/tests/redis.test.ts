import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Xpander } from '@xpander/sdk';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, it } from 'vitest';
import { openBatch } from '../src/index.ts';
import { redisStore } from '../src/redis/index.ts';
import { newName } from './servers/engines.ts';
import type { TestServer } from './servers/processes.ts';
import { missingRedis, startRedis } from './servers/redis.ts';
import { agentId, api, prompts } from './support.ts';

const takeOver = fileURLToPath(new URL('servers/take-over.ts', import.meta.url));

describe.skipIf(missingRedis() !== undefined)('redisStore', () => {
  let server: TestServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  it('warns of a server that keeps no log, or that throws keys away', async () => {
    server = await startRedis({
      settings: ['--appendonly', 'no', '--maxmemory', '100mb', '--maxmemory-policy', 'allkeys-lru'],
    });
    const warnings: string[] = [];
    const listen = (warning: Error & { code?: string }): void => void warnings.push(String(warning.code));
    process.on('warning', listen);
    const store = await redisStore({ url: server.url }).open({ name: newName(), agentId });
    await store.close();
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', listen);
    expect(warnings).toEqual(expect.arrayContaining(['XPANDER_BATCH_NO_AOF', 'XPANDER_BATCH_EVICTION']));
  });

  it('works with a client of the caller, which stays open', async () => {
    server = await startRedis();
    const connection = new Redis(server.url);
    const { xpander } = api();
    const batch = await openBatch({ xpander, agentId, name: newName(), store: redisStore({ connection }) });
    await batch.add(prompts(5));
    expect(await batch.work()).toMatchObject({ completed: 5 });
    await batch.close();
    expect(await connection.ping()).toBe('PONG');
    connection.disconnect();
  });

  it('does not send on an answer of the fence that it reads after another worker has taken the item', async () => {
    server = await startRedis();
    const terms = { url: server.url, leaseMs: 1_000, name: newName(), agentId };
    const store = await redisStore({ url: server.url, leaseMs: terms.leaseMs }).open(terms);
    await store.add(
      (async function* () {
        yield { key: 'k', index: 0, request: 'p', hash: '0'.repeat(16), line: 1 };
      })(),
    );
    const [claim] = await store.claim(1, new AbortController().signal);
    if (claim === undefined) throw new Error('nothing to claim');
    const checked = store.check(claim);
    // This process stands still meanwhile. The answer that it will read is from before.
    execFileSync(process.execPath, [takeOver, JSON.stringify(terms)], {
      env: { ...process.env, NODE_NO_WARNINGS: '1' },
    });
    expect(await checked).toBe(false);
    await store.close();
  });

  it('looks for each item after a server without a log has forgotten its last moments', async () => {
    server = await startRedis({ settings: ['--appendonly', 'no'] });
    const admin = new Redis(server.url);
    admin.on('error', () => undefined);
    const { mock, runs } = api({ clock: 'real', answer: async ({ text }) => text });
    const name = newName();
    // A key of its own each time, because clients with the same key remember what this process has run.
    const open = (): ReturnType<typeof openBatch> => {
      const xpander = new Xpander({ apiKey: newName(), fetch: mock.fetch });
      return openBatch({ xpander, agentId, name, store: redisStore({ url: server?.url, leaseMs: 500 }) });
    };
    const batch = await open();
    await batch.add(prompts(8));
    // What is in the snapshot is all that the server knows after the crash.
    await batch.work({ signal: AbortSignal.abort() });
    const store = await redisStore({ url: server.url }).open({ name, agentId });
    await store.noteOrigin('new');
    await admin.save();
    expect(await batch.work()).toMatchObject({ completed: 8 });
    await store.close();
    await server.restart(0);
    const again = await open();
    expect(await again.progress()).toMatchObject({ waiting: 8, completed: 0 });
    expect(await again.work()).toMatchObject({ completed: 8 });
    await again.close();
    expect([...runs.values()]).toEqual(Array(8).fill(1));
    await batch.close();
    admin.disconnect();
  });
});
