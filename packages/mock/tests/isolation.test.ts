import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createMockXpander } from '../src/index.ts';
import { clientOf } from './client.ts';

describe('mocks', () => {
  it('share no state', async () => {
    const mocks = Array.from({ length: 50 }, (_, index) => createMockXpander({ agents: { a: () => `mock ${index}` } }));
    mocks[0]?.fail({ operation: 'getTask', status: 500 });
    const tasks = await Promise.all(mocks.map((mock) => clientOf(mock).run('a', '', { id: 'same' })));
    expect(tasks.map(({ result }) => result)).toEqual(mocks.map((_, index) => `mock ${index}`));
    expect(mocks.map(({ requests }) => requests.length)).toEqual(mocks.map(() => 1));
    const second = mocks[1] ?? createMockXpander();
    expect((await clientOf(second).read('same')).result).toBe('mock 1');
  });

  it('let the process exit while tasks are unfinished', { timeout: 30_000 }, async () => {
    const script = `
      import { createMockXpander, pause } from ${JSON.stringify(fileURLToPath(new URL('../dist/index.js', import.meta.url)))};
      const mock = createMockXpander({ agents: {
        paused: async function* () { yield pause({ hitl: {} }); },
        stuck: () => new Promise(() => {}),
      } });
      const invoke = (agent) => mock.fetch('http://mock/v1/agents/' + agent + '/invoke/async', {
        method: 'POST', headers: { 'x-api-key': 'k', 'content-type': 'application/json' }, body: '{"input":{}}',
      });
      await invoke('paused');
      console.log((await invoke('stuck')).status);`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
      timeout: 25_000,
    });
    expect(stdout).toBe('200\n');
  });
});
