import { taskIdOf, Xpander } from '@xpander/sdk';
import { describe, expect, it } from 'vitest';
import { key, nodes, run } from './support/command.ts';
import type { Emulator } from './support/emulator.ts';
import { type GoldenCase, perform } from './support/golden.ts';

/** Makes runs whose ids are the same each time, and that have ended or are paused. */
function runs(...agents: string[]): (emulator: Emulator) => Promise<string> {
  return async ({ url }) => {
    const client = new Xpander({ apiKey: key, baseUrl: url });
    const ids: string[] = [];
    for (const [index, agent] of agents.entries()) {
      const once = `golden-${index}`;
      await client.agents.invoke(agent, 'Hi', { once }).catch(() => undefined);
      ids.push(await taskIdOf(agent, once));
    }
    return ids.join(' ');
  };
}

const interrupt = '\u0003';

/** Each command in its usual form. */
const usual: Readonly<Record<string, GoldenCase>> = {
  invoke: { args: ['invoke', 'echo', 'Hi'] },
  'invoke-stream': { args: ['invoke', 'words', 'one two', '--stream'] },
  chat: {
    args: ['chat', 'greeter'],
    input: 'Dana\nEve\n',
    keys: [
      ['> ', 'Dana\r'],
      ['(turn 1)', ''],
      ['> ', 'Eve\r'],
      ['(turn 2)', ''],
      ['> ', '/exit\r'],
    ],
  },
  batch: { args: ['batch', 'odd', 'lines.txt'], files: { 'lines.txt': 'one\nbad\nthree\n' } },
  'batch-status': {
    args: ['batch', 'status', 'out.jsonl'],
    files: { 'lines.txt': 'one\nbad\nthree\n' },
    prepare: async ({ env }, cwd) => {
      await run(['batch', 'odd', 'lines.txt', '--out', 'out.jsonl'], { env, cwd });
      return '';
    },
  },
  'tasks-list': { args: ['tasks', 'list'], prepare: runs('echo', 'failing', 'wide') },
  'tasks-get': { args: ['tasks', 'get', '{}', 'none'], prepare: runs('echo', 'wide') },
  'tasks-wait': { args: ['tasks', 'wait', '{}'], prepare: runs('echo') },
  'tasks-follow': { args: ['tasks', 'follow', '{}'], prepare: runs('words') },
  'tasks-stop': { args: ['tasks', 'stop', '{}'], prepare: runs('login') },
  'tasks-delete': { args: ['tasks', 'delete', '{}'], prepare: runs('echo'), keys: [['[y/N] ', 'y\r']] },
  thread: { args: ['thread', '{}'], prepare: runs('echo') },
  'agents-list': { args: ['agents', 'list', '--limit', '3'] },
  'agents-get': { args: ['agents', 'get', 'echo', 'nobody'] },
  mock: {
    args: ['mock', '--port', '0'],
    keys: [['another terminal.', interrupt]],
    interruptAfter: /XPANDER_API_KEY/,
  },
  doctor: { args: ['doctor'], clock: 'real' },
  'completion-install': { args: ['completion', 'fish', '--install'] },
};

/** Options, and the failures that a first user meets. */
const others: Readonly<Record<string, GoldenCase>> = {
  'invoke-async': { args: ['invoke', 'echo', 'Hi', '--async'] },
  'invoke-failed': { args: ['invoke', 'failing', 'Hi', '--sync'] },
  'invoke-paused': { args: ['invoke', 'login', 'Hi'] },
  'invoke-verbose': { args: ['invoke', 'echo', 'Hi', '--sync', '--verbose'] },
  'invoke-control-characters': { args: ['invoke', 'evil', 'Hi', '--sync'] },
  'chat-tools': { args: ['chat', 'tools', 'Prices?'], input: '', keys: [['Found 3.', '/exit\r']] },
  'batch-dry-run': {
    args: ['batch', 'echo', 'reviews.csv', '--prompt', 'Review: {text}', '--dry-run'],
    files: { 'reviews.csv': 'id,text\n1,good\n2,bad\n' },
  },
  'tasks-list-empty': { args: ['tasks', 'list', '--status', 'paused'] },
  'tasks-wait-several': { args: ['tasks', 'wait', '{}'], prepare: runs('echo', 'failing') },
  'tasks-delete-yes': { args: ['tasks', 'delete', '{}', '--yes'], prepare: runs('echo') },
  'doctor-without-server': { args: ['doctor'], env: { XPANDER_API_URL: 'http://127.0.0.1:61' } },
  'completion-bash': { args: ['completion', 'bash'], without: 'json' },
  'error-no-key': { args: ['agents', 'list'], env: { XPANDER_API_KEY: undefined } },
  'error-no-prompt': { args: ['invoke', 'echo'] },
  'error-unknown-option': { args: ['invoke', 'echo', 'Hi', '--deadlin', '5m'] },
  'error-unknown-task': { args: ['tasks', 'get', 'none'] },
};

const commands = [
  '',
  'invoke',
  'chat',
  'batch',
  'batch status',
  'tasks',
  'tasks list',
  'tasks get',
  'tasks wait',
].concat(
  ['tasks follow', 'tasks stop', 'tasks delete', 'thread', 'agents', 'agents list', 'agents get', 'mock', 'doctor'],
  'completion',
);

const own = nodes[0]?.path ?? process.execPath;

describe.concurrent.each(nodes)('on Node $version', ({ path }) => {
  const cases = Object.entries(path === own ? { ...usual, ...others } : usual);
  it.for(cases)('the outputs of %s are those of the reviewed file', async ([name, golden], { expect }) => {
    await expect(await perform(golden, path)).toMatchFileSnapshot(`golden/${name}.txt`);
  });
});

it('the help of all commands is that of the reviewed file', async () => {
  const texts = await Promise.all(
    commands.map(async (command) => {
      const args = [...command.split(' ').filter(Boolean), '--help'];
      const { code, out, err } = await run(args);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      return `$ xpander-agent ${args.join(' ')}\n${out}`;
    }),
  );
  await expect(texts.join('\n')).toMatchFileSnapshot('golden/help.txt');
});
