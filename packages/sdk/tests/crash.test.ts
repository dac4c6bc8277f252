import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createMockXpander } from '@xpander/mock';
import { describe, expect, it } from 'vitest';
import { Xpander } from '../src/index.ts';
import { agentId, rejection } from './support.ts';

const cwd = fileURLToPath(new URL('../', import.meta.url));
const runs = 8;

/** Runs of a process that writes down ids: each one before its run, and each one that `onUpdate` gets. */
const script = `
  const { Xpander } = await import('@xpander/sdk');
  const agent = new Xpander({ apiKey: 'key-1', baseUrl: process.env.URL }).agent(process.env.AGENT);
  for (let index = 0; index < ${runs}; index += 1) {
    const id = process.env.NAMED ? crypto.randomUUID() : undefined;
    if (id) console.log('named', id);
    agent.run({ id, input: 'Job ' + index }, { onUpdate: (task) => console.log('started', task.id) });
  }`;

/** Kills the process with SIGKILL once the server has accepted all its runs and has answered none. */
async function crash(
  isNamed: boolean,
): Promise<{ named: string[]; started: string[]; tasks: string[]; url: string; close(): Promise<void> }> {
  const mock = createMockXpander({ agents: { [agentId]: ({ text }) => `answer to ${text}` } });
  mock.stall({ operation: 'invokeAsync', at: 'after-accept', forMs: 3_600_000, times: runs });
  const { url, close } = await mock.listen({ port: 0 });
  const env = { ...process.env, URL: url, AGENT: agentId, ...(isNamed && { NAMED: '1' }) };
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { cwd, env });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const tasks = async (): Promise<string[]> => {
    const { items } = await new Xpander({ apiKey: 'key-1', baseUrl: url }).tasks.list({ per_page: 50 }).firstPage();
    return items.map(({ id }) => id);
  };
  while ((await tasks()).length < runs) await nextTurn();
  child.kill('SIGKILL');
  await once(child, 'close');
  const ids = (name: string): string[] =>
    output.split('\n').flatMap((line) => (line.startsWith(`${name} `) ? [line.slice(name.length + 1)] : []));
  return { named: ids('named'), started: ids('started'), tasks: await tasks(), url, close };
}

describe('a process that is killed while its POSTs are unanswered', () => {
  it('leaves runs that another process finds by the ids that were stored beforehand', async () => {
    const { named, started, tasks, url, close } = await crash(true);
    expect(started).toEqual([]);
    expect(tasks.sort()).toEqual(named.sort());
    const xpander = new Xpander({ apiKey: 'key-1', baseUrl: url });
    const results = await Promise.all(named.map(async (id) => (await xpander.tasks.wait(id)).result));
    expect(results.sort()).toEqual(Array.from({ length: runs }, (_, index) => `answer to Job ${index}`));
    expect(await rejection(xpander.tasks.wait(crypto.randomUUID()))).toMatchObject({ code: 'not_found' });
    await close();
  });

  it('leaves runs whose ids onUpdate has not received', async () => {
    const { named, started, tasks, close } = await crash(false);
    expect([named, started]).toEqual([[], []]);
    expect(tasks).toHaveLength(runs);
    await close();
  });
});
