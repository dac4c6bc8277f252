import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openBatch } from '../src/index.ts';
import { postgresStore } from '../src/postgres/index.ts';
import { newName, query } from './servers/engines.ts';
import { missingPostgres, startPostgres } from './servers/postgres.ts';
import type { TestServer } from './servers/processes.ts';
import { agentId, api, prompts, rejection } from './support.ts';

/** The way to a server on which, while `isDeadly`, connections die of the server's end as soon as they are ready. */
interface DeadlyWay {
  readonly url: string;
  isDeadly: boolean;
}

async function startDeadlyWay(target: string): Promise<DeadlyWay> {
  const url = new URL(target);
  const port = Number(url.port);
  const ready = Buffer.from('Z\0\0\0\u0005I', 'latin1');
  const text = 'SFATAL\0C57P01\0Mterminating connection due to unexpected postmaster exit\0\0';
  const end = Buffer.from(`E\0\0\0${String.fromCharCode(text.length + 4)}${text}`, 'latin1');
  const server = createServer((socket) => {
    const there = createConnection(port, '127.0.0.1');
    socket.on('error', () => there.destroy());
    socket.on('close', () => there.destroy());
    there.on('error', () => socket.destroy());
    there.on('close', () => socket.end());
    socket.pipe(there);
    there.on('data', (bytes) => {
      // Both messages arrive at once, when no one has had time to listen.
      if (way.isDeadly && bytes.includes(ready)) socket.end(Buffer.concat([bytes, end]));
      else socket.write(bytes);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  url.port = String((server.address() as AddressInfo).port);
  const way: DeadlyWay = { url: url.href, isDeadly: false };
  return way;
}

describe.skipIf(missingPostgres() !== undefined)('postgresStore', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.close());

  it('creates its tables once when many processes start together', async () => {
    const store = (): ReturnType<typeof postgresStore> =>
      postgresStore({ connectionString: server.url, schema: 'together' });
    const name = newName();
    const opened = await Promise.all(Array.from({ length: 6 }, () => store().open({ name, agentId })));
    for (const one of opened) await one.close();
    expect(await query(server, 'select version from together.batch_version')).toEqual([{ version: 1 }]);
    expect(await query(server, 'select count(*)::int as batches from together.batch')).toEqual([{ batches: 1 }]);
  });

  it('refuses tables of a newer version', async () => {
    const store = postgresStore({ connectionString: server.url, schema: 'newer' });
    await (await store.open({ name: 'n', agentId })).close();
    await query(server, 'update newer.batch_version set version = 99');
    expect(await rejection(store.open({ name: 'n', agentId }))).toMatchObject({
      code: 'configuration',
      option: 'schema',
    });
  });

  it('works with a pool of the caller, which stays open and survives a restart of the server', async () => {
    const pool = new pg.Pool({ connectionString: server.url, max: 4 });
    const { xpander, runs } = api({ clock: 'real', answer: async ({ text, sleep }) => sleep(50).then(() => text) });
    const batch = await openBatch({
      xpander,
      agentId,
      name: newName(),
      store: postgresStore({ pool, leaseMs: 2_000 }),
    });
    await batch.add(prompts(20));
    const working = batch.work({ concurrency: 2 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await server.restart(200);
    expect(await working).toMatchObject({ completed: 20, failed: 0, left: 0 });
    expect([...runs.values()]).toEqual(Array(20).fill(1));
    await batch.close();
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });

  it.each(['connectionString', 'pool'] as const)(
    'survives connections that die as they begin, with %s',
    async (given) => {
      const way = await startDeadlyWay(server.url);
      const pool = new pg.Pool({ connectionString: way.url, max: 2 });
      pool.on('error', () => undefined);
      const { xpander } = api();
      const store = postgresStore(given === 'pool' ? { pool } : { connectionString: way.url });
      const batch = await openBatch({ xpander, agentId, name: newName(), store });
      way.isDeadly = true;
      // The connections that are there die of their next answer, and the new ones as they begin.
      const ends = [];
      for (let tries = 0; tries < 12; tries += 1)
        ends.push(await batch.add(prompts(3)).catch((error: unknown) => error));
      expect(ends.filter((end) => end instanceof Error).length).toBeGreaterThan(4);
      way.isDeadly = false;
      await batch.add(prompts(3));
      expect(await batch.work()).toMatchObject({ completed: 3 });
      await batch.close();
      await pool.end();
    },
  );

  it('shows progress to SQL', async () => {
    const { xpander } = api();
    const name = newName();
    const batch = await openBatch({ xpander, agentId, name, store: postgresStore({ connectionString: server.url }) });
    await batch.add(prompts(5));
    const read = (): Promise<unknown> =>
      query(
        server,
        `select waiting::int, running::int, completed::int, failed::int from xpander_batch.batch_progress where name = '${name}'`,
      );
    expect(await read()).toEqual([{ waiting: 5, running: 0, completed: 0, failed: 0 }]);
    await batch.work();
    expect(await read()).toEqual([{ waiting: 0, running: 0, completed: 5, failed: 0 }]);
    await batch.close();
  });

  it('names a database that cannot be reached', async () => {
    const store = postgresStore({ connectionString: 'postgres://postgres:secret@127.0.0.1:1/postgres' });
    const error = await rejection(store.open({ name: 'n', agentId }));
    expect(String(error)).not.toContain('secret');
  });
});
