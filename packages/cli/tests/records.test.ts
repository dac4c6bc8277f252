import { Xpander } from '@xpander/sdk';
import { describe, expect, it } from 'vitest';
import { errorOf, run } from './support/command.ts';
import { type Emulator, emulate } from './support/emulator.ts';

/** Runs agents, and returns the ids of their tasks. */
async function tasksOf({ url }: Emulator, ...agents: string[]): Promise<string[]> {
  const { agents: verbs } = new Xpander({ apiKey: 'any-key', baseUrl: url });
  const ids: string[] = [];
  for (const agent of agents) {
    const { id } = await verbs.invokeAsync(agent, 'Hi');
    ids.push(id);
    if (agent !== 'slow') await waitForEnd(url, id);
  }
  return ids;
}

async function waitForEnd(url: string, id: string): Promise<void> {
  const { tasks } = new Xpander({ apiKey: 'any-key', baseUrl: url });
  await tasks.wait(id, { pollIntervalMs: 50 }).catch(() => undefined);
}

describe.concurrent('tasks list', () => {
  it('prints whole ids, separated by tabs, without a header', async () => {
    const emulator = await emulate();
    const [first, second] = await tasksOf(emulator, 'echo', 'failing');
    const { code, out, err } = await run(['tasks', 'list'], emulator);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const rows = out
      .slice(0, -1)
      .split('\n')
      .map((line) => line.split('\t'));
    expect(rows.map(([id, status, , agent]) => [id, status, agent])).toEqual([
      [second, 'failed', 'failing'],
      [first, 'completed', 'echo'],
    ]);
    for (const row of rows) expect(row).toHaveLength(5);
  });

  it('prints the rows of the API as one array with --json', async () => {
    const emulator = await emulate();
    const [id] = await tasksOf(emulator, 'echo');
    const { out } = await run(['tasks', 'list', '--json'], emulator);
    expect(JSON.parse(out)).toMatchObject([{ id, status: 'completed', agent_id: 'echo' }]);
    const none = await run(['tasks', 'list', '--status', 'paused', '--json'], emulator);
    expect(none).toMatchObject({ code: 0, out: '[]\n' });
  });

  it('keeps a row in one line, whatever its title contains', async () => {
    const emulator = await emulate();
    await run(['invoke', 'echo', 'Hi', '--sync', '--set', 'title=a\tb\nc\\d'], emulator);
    const { out } = await run(['tasks', 'list'], emulator);
    expect(out.trimEnd().split('\t').at(-1)).toBe('a\\tb\\nc\\\\d');
  });

  it('sends its filters, and reads pages up to the limit', async () => {
    const emulator = await emulate();
    const args = ['--agent', 'echo', '--status', 'completed', '--user', 'user-1', '--parent', 'task-1'].concat(
      '--from',
      '2026-11-01',
      '--to',
      '2026-11-30T12:00:00Z',
      '--limit',
      '5',
    );
    await run(['tasks', 'list', ...args], emulator);
    expect(emulator.mock.lastRequest?.query).toMatchObject({
      agent_id: 'echo',
      status: 'completed',
      user_id: 'user-1',
      parent_task_id: 'task-1',
      from_date: '2026-11-01',
      to_date: '2026-11-30T12:00:00Z',
      per_page: '5',
    });
    await Promise.all(Array.from({ length: 4 }, () => tasksOf(emulator, 'echo')));
    const two = await run(['tasks', 'list', '--limit', '2'], emulator);
    expect(two.out.trimEnd().split('\n')).toHaveLength(2);
    const all = await run(['tasks', 'list', '--limit', '0'], emulator);
    expect(all.out.trimEnd().split('\n')).toHaveLength(4);
  });

  it.each([
    [['--status', 'complete'], 'Did you mean completed?'],
    [['--from', 'yesterday'], 'must be a date or a time'],
    [['--limit', '-1'], 'whole number'],
  ])('refuses %j', async (args, message) => {
    const { code, err } = await run(['tasks', 'list', ...args]);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(message) });
  });
});

describe.concurrent('tasks', () => {
  it('get prints a row for each task, or a line of JSON', async () => {
    const emulator = await emulate();
    const ids = await tasksOf(emulator, 'echo', 'failing');
    const rows = await run(['tasks', 'get', ...ids], emulator);
    expect(
      rows.out
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t')[0]),
    ).toEqual(ids);
    const json = await run(['tasks', 'get', ...ids, '--json'], emulator);
    expect(
      json.out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).id),
    ).toEqual(ids);
  });

  it('get reads the others although one is missing, and ends with its code', async () => {
    const emulator = await emulate();
    const [id = ''] = await tasksOf(emulator, 'echo');
    const ended = await run(['tasks', 'get', 'none', id, '--json'], emulator);
    expect(ended.code).toBe(8);
    expect(JSON.parse(ended.out).id).toBe(id);
    expect(errorOf(ended)).toMatchObject({ code: 'not_found' });
  });

  it('wait prints the result of one task, and rows of several', async () => {
    const emulator = await emulate();
    const ids = await tasksOf(emulator, 'echo', 'failing');
    expect(await run(['tasks', 'wait', ids[0] ?? ''], emulator)).toMatchObject({ code: 0, out: 'Hi\n' });
    const several = await run(['tasks', 'wait', ...ids], emulator);
    expect(several.code).toBe(3);
    expect(
      several.out
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t').slice(0, 2))
        .sort(),
    ).toEqual(
      [
        [ids[0], 'completed'],
        [ids[1], 'failed'],
      ].sort(),
    );
    expect(several.err).toContain(`Task ${ids[1]} ended as failed: no data`);
  });

  it('follow shows the changes, and then the result', async () => {
    const emulator = await emulate();
    const [id = ''] = await tasksOf(emulator, 'words');
    const text = await run(['tasks', 'follow', id], emulator);
    expect(text).toMatchObject({ code: 0, out: 'Hi \n', err: expect.stringMatching(/\d s {2}completed\n$/) });
    const json = await run(['tasks', 'follow', id, '--json'], emulator);
    expect(
      json.out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).type)
        .at(-1),
    ).toBe('task_finished');
  });

  it('stop ends runs', async () => {
    const emulator = await emulate();
    const ids = await tasksOf(emulator, 'slow', 'slow');
    expect(await run(['tasks', 'stop', ...ids], emulator)).toMatchObject({ code: 0 });
    expect(emulator.mock.tasks.map(({ status }) => status)).toEqual(['stopped', 'stopped']);
  });

  it('delete needs --yes without a terminal', async () => {
    const emulator = await emulate();
    const ids = await tasksOf(emulator, 'echo', 'echo');
    const refused = await run(['tasks', 'delete', ...ids], emulator);
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('needs --yes') });
    expect(emulator.mock.tasks).toHaveLength(2);
    expect(await run(['tasks', 'delete', ...ids, '--yes'], emulator)).toMatchObject({
      code: 0,
      out: `${ids.join('\n')}\n`,
    });
    expect(emulator.mock.tasks).toHaveLength(0);
  });
});

describe.concurrent('thread and agents', () => {
  it('print messages', async () => {
    const emulator = await emulate();
    const [id = ''] = await tasksOf(emulator, 'echo');
    const rows = await run(['thread', id], emulator);
    expect(
      rows.out
        .trimEnd()
        .split('\n')
        .map((line) => [line.split('\t')[0], line.split('\t')[2]]),
    ).toEqual([
      ['user', 'Hi'],
      ['assistant', 'Hi'],
    ]);
    const json = await run(['thread', id, '--json'], emulator);
    expect(JSON.parse(json.out)).toMatchObject([
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Hi' },
    ]);
  });

  it('print agents', async () => {
    const emulator = await emulate();
    const list = await run(['agents', 'list', '--limit', '2'], emulator);
    expect(list.out.split('\n').map((line) => line.split('\t')[0])).toEqual(['echo', 'greeter', '']);
    expect(JSON.parse((await run(['agents', 'list', '--json'], emulator)).out)).toContainEqual(
      expect.objectContaining({ id: 'echo' }),
    );
    expect(JSON.parse((await run(['agents', 'get', 'echo', '--json'], emulator)).out)).toMatchObject({
      id: 'echo',
      instructions: expect.anything(),
    });
  });
});
