import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bin, home, run, shell } from './support/command.ts';
import { emulate } from './support/emulator.ts';

/** Every command that does something. */
const commands = [
  'invoke',
  'chat',
  'batch',
  'batch status',
  'tasks list',
  'tasks get',
  'tasks wait',
  'tasks follow',
].concat('tasks stop', 'tasks delete', 'thread', 'agents list', 'agents get', 'mock', 'doctor', 'completion');

describe.concurrent('the help', () => {
  it('names every command', async () => {
    const { code, out, err } = await run(['--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const command of commands) expect(out).toContain(` ${command.split(' ')[0]} `);
  });

  it('is shown by help, too', async () => {
    const [all, own] = [await run(['help']), await run(['help', 'invoke'])];
    expect(all).toEqual(await run(['--help']));
    expect(own).toEqual(await run(['invoke', '--help']));
  });

  it.each(commands)('of %s has examples, and each of them runs', async (command) => {
    const help = await run([...command.split(' '), '--help']);
    expect(help).toMatchObject({ code: 0, err: '' });
    const examples = [...help.out.matchAll(/^ {2}\$ (.+)$/gm)].map(([, line = '']) => line);
    expect(examples.length).toBeGreaterThan(0);
    const { mock, env } = await emulate({ agents: { 'agent-1': ({ text }) => text } });
    const cwd = join(home, command.replace(' ', '-'));
    mkdirSync(cwd, { recursive: true });
    writeFileSync(join(cwd, 'prompts.txt'), 'one\ntwo\n');
    writeFileSync(join(cwd, 'reviews.csv'), 'id,text\n1,good\n');
    const variables = { ...env, XPANDER_AGENT_ID: 'agent-1', HOME: cwd };
    const { out } = await run(['invoke', 'Hi', '--async'], { env: variables });
    if (command === 'batch status')
      await run(['batch', 'prompts.txt', '--out', 'answers.jsonl'], { env: variables, cwd });
    for (const example of examples) {
      // The emulator runs until it is interrupted.
      const line =
        command === 'mock'
          ? `timeout --signal=INT 3 node "$BIN" ${example.replace('xpander-agent ', '')} || [ $? = 124 -o $? = 130 ]`
          : example;
      const ended = await shell(line, { env: { ...variables, TASK_ID: out.trim(), BIN: bin }, cwd });
      expect({
        example,
        code: ended.code,
        err: ended.err.replace(/^.*(The emulator|Add to|Open another).*\n/m, '').replace(/^\d s .*\n/gm, ''),
      }).toMatchObject({ code: 0 });
    }
    expect(mock.requestsTo('invokeAsync').length).toBeGreaterThan(0);
  });
});
