import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorOf, home, key, run, shell } from './support/command.ts';
import { emulate } from './support/emulator.ts';

const write = (name: string, content: string): string => {
  writeFileSync(join(home, name), content);
  return name;
};

describe.concurrent('invoke', () => {
  it.each([[], ['--sync'], ['--stream']])('prints the result alone, with %j', async (...options) => {
    const { env } = await emulate();
    expect(await run(['invoke', 'echo', 'Hi', ...options], { env })).toEqual({ code: 0, out: 'Hi\n', err: '' });
  });

  it('adds a line break only if the result has none', async () => {
    const { env } = await emulate();
    const ends = await Promise.all(
      ['Hi\n', 'a\nb', ''].map((text) =>
        run(['invoke', text === '' ? 'empty' : 'echo', text || 'x', '--sync'], { env }),
      ),
    );
    expect(ends.map(({ out }) => out)).toEqual(['Hi\n', 'a\nb\n', '']);
  });

  it('prints the whole task with --json, in one line without colours', async () => {
    const { mock, env } = await emulate();
    const { out, err } = await run(['invoke', 'echo', 'Hi', '--json'], { env: { ...env, FORCE_COLOR: '1' } });
    expect(out.trimEnd()).not.toContain('\n');
    expect(JSON.parse(out)).toMatchObject({ id: mock.tasks[0]?.id, status: 'completed', result: 'Hi' });
    expect(err).toBe('');
  });

  it('prints one event a line with --stream --json, also of a run that fails', async () => {
    const { env } = await emulate();
    const done = await run(['invoke', 'words', 'one two', '--stream', '--json'], { env });
    const types = done.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).type);
    expect(types).toEqual(['task_created', 'task_updated', 'chunk', 'chunk', 'task_finished']);
    const failed = await run(['invoke', 'failing', 'x', '--stream', '--json'], { env });
    expect(failed.code).toBe(3);
    expect(
      failed.out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).type),
    ).toContain('task_finished');
    expect(errorOf(failed)).toMatchObject({ code: 'task_failed' });
  });

  it('prints the id and leaves with --async', async () => {
    const { mock, env } = await emulate();
    const { code, out } = await run(['invoke', 'slow', 'Hi', '--async'], { env });
    expect({ code, out }).toEqual({ code: 0, out: `${mock.tasks[0]?.id}\n` });
    const json = await run(['invoke', 'slow', 'Hi', '--async', '--json'], { env });
    expect(JSON.parse(json.out)).toMatchObject({ status: 'pending' });
    mock.expectRequests({ invokeAsync: 2 });
  });

  it('continues a thread', async () => {
    const { mock, env } = await emulate();
    await run(['invoke', 'greeter', 'Dana', '--sync'], { env });
    const id = mock.tasks[0]?.id ?? '';
    const again = await run(['invoke', 'greeter', 'Dana', '--thread', id], { env });
    expect(again.out).toBe('Hello, Dana (turn 2)\n');
  });

  it('runs once for a key', async () => {
    const { mock, env } = await emulate();
    const args = ['invoke', 'echo', 'Hi', '--once', 'job-1', '--json'];
    const [first, second] = [await run(args, { env }), await run(args, { env })];
    expect(JSON.parse(first.out).id).toBe(JSON.parse(second.out).id);
    expect(mock.requestsTo('invokeAsync')).toHaveLength(1);
  });

  it('finds a run whose answer was lost, with --on-ambiguous adopt', async () => {
    const { mock, env } = await emulate();
    mock.drop({ operation: 'invokeAsync', at: 'after-accept' });
    const { code, out } = await run(['invoke', 'echo', 'Hi', '--on-ambiguous', 'adopt'], { env });
    expect({ code, out }).toEqual({ code: 0, out: 'Hi\n' });
    mock.expectRequests({ invokeAsync: 1, getTask: mock.requestsTo('getTask').length });
  });

  it('waits for a person with --on-paused wait', async () => {
    const { mock, env } = await emulate();
    const ending = run(['invoke', 'approval', 'Hi', '--on-paused', 'wait'], { env });
    while (mock.tasks[0]?.status !== 'paused') await new Promise((resolve) => setTimeout(resolve, 10));
    mock.task(mock.tasks[0].id).resume();
    expect(await ending).toMatchObject({ code: 0, out: 'Ordering … done.\n' });
  });

  it('survives a broken gateway while it waits', async () => {
    const { mock, env } = await emulate();
    mock.fail({ operation: 'getTask', status: 503, body: '<html>', contentType: 'text/html', times: 2 });
    expect(await run(['invoke', 'echo', 'Hi', '--json'], { env })).toMatchObject({ code: 0, err: '' });
  });
});

describe.concurrent('the prompt', () => {
  it.each([
    ['an argument', ['invoke', 'echo', 'Hi'], ''],
    ['the standard input', ['invoke', 'echo'], 'Hi\n'],
    ['the standard input, by -', ['invoke', 'echo', '-'], 'Hi\r\n'],
    ['a file', ['invoke', 'echo', '--prompt-file', 'prompt.txt'], ''],
    ['the standard input as a file', ['invoke', 'echo', '--prompt-file', '-'], 'Hi'],
    ['an argument, whatever is piped in', ['invoke', 'echo', 'Hi'], 'other'],
    ['a request', ['invoke', 'echo', '--request', 'request.json'], ''],
    ['an argument after --', ['invoke', 'echo', '--sync', '--', '--json'], ''],
  ])('is %s', async (what, args, input) => {
    write('prompt.txt', 'Hi\n');
    write('request.json', '{ "input": { "text": "Hi" }, "think_mode": "harder" }');
    const { mock, env } = await emulate();
    expect(await run([...args], { env, input })).toMatchObject({ code: 0 });
    expect(mock.tasks[0]?.input?.text).toBe(what.endsWith('--') ? '--json' : 'Hi');
  });

  it('is missing if the input is empty, and the error has an example', async () => {
    const { mock, env } = await emulate();
    const { code, err } = await run(['invoke', 'echo'], { env });
    expect(code).toBe(2);
    expect(err).toContain('The prompt is missing');
    expect(err).toContain('For example: xpander-agent invoke');
    expect(mock.requests).toEqual([]);
  });

  it('cannot be given twice', async () => {
    const { code, err } = await run(['invoke', 'echo', 'Hi', '--prompt-file', write('twice.txt', 'Hi')]);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('given twice') });
  });
});

describe.concurrent('the agent', () => {
  const withDefault = { XPANDER_AGENT_ID: 'greeter' };

  it.each([
    [['invoke', 'Dana', '--sync'], 'Hello, Dana (turn 1)\n'],
    [['invoke', 'echo', 'Dana', '--sync'], 'Dana\n'],
    [['invoke', 'Dana', '--agent', 'echo', '--sync'], 'Dana\n'],
  ])('of %j is chosen with XPANDER_AGENT_ID set', async (args, out) => {
    const { env } = await emulate();
    expect(await run(args, { env: { ...env, ...withDefault } })).toMatchObject({ code: 0, out });
  });

  it('is missing without a word and a variable', async () => {
    const { code, err } = await run(['invoke'], { input: 'Hi' });
    expect(code).toBe(2);
    expect(err).toContain('The agent is missing: name it, or set XPANDER_AGENT_ID.');
  });

  it('refuses two words with --agent', async () => {
    const { code, err } = await run(['invoke', 'echo', 'Hi', '--agent', 'echo']);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('Put quotes around') });
  });
});

describe.concurrent('the request', () => {
  it('has the files, the user and the fields of the options', async () => {
    const { mock, env } = await emulate();
    const schema = write('schema.json', '{ "type": "object" }');
    const args = ['--file', 'https://example.com/a.pdf', '--file', 'https://example.com/b.pdf']
      .concat('--user', 'user-1:dana@example.com', '--json-schema', schema, '--set', 'think_mode=harder')
      .concat('--set', 'disable_attachment_injection=true', '--set', 'payload_extension.order=7')
      .concat('--set', 'input.user.timezone=Europe/Lisbon', '--set', 'title=7');
    const { code, out } = await run(['invoke', 'json', 'Hi', ...args, '--sync'], { env });
    expect({ code, out }).toEqual({ code: 0, out: '{"city":"Paris"}\n' });
    expect(mock.requestsTo('invoke')[0]?.body).toMatchObject({
      input: {
        text: 'Hi',
        files: ['https://example.com/a.pdf', 'https://example.com/b.pdf'],
        user: { id: 'user-1', email: 'dana@example.com' },
      },
      think_mode: 'harder',
      disable_attachment_injection: true,
      payload_extension: { order: 7 },
      title: '7',
      output_format: 'json',
      output_schema: { type: 'object' },
    });
  });

  it.each([
    ['thnik_mode=harder', 'no such field. Did you mean think_mode?'],
    ['think_mode=hard', 'must be one of default, harder; got "hard". Did you mean harder?'],
    ['think=harder', 'no such field. Did you mean think_mode?'],
    ['run_locally=yes', '--set run_locally must be true or false; got "yes".'],
    ['input.user.emial=x', 'no such field. Did you mean email?'],
    ['title.name=x', 'title has no fields'],
    ['mcp_servers={}', 'must be a JSON array'],
    ['__proto__.x=1', 'no such field'],
    ['think_mode', 'must have the form path=value'],
  ])('refuses --set %s', async (assignment, message) => {
    const { mock, env } = await emulate();
    const { code, err } = await run(['invoke', 'echo', 'Hi', '--set', assignment], { env });
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(message) });
    expect(mock.requests).toEqual([]);
  });

  it('is refused if the result does not fit the schema', async () => {
    const { env } = await emulate();
    const schema = write('schema-2.json', '{ "type": "object" }');
    const ended = await run(['invoke', 'echo', 'no JSON', '--json-schema', schema, '--json'], { env });
    expect(ended.code).toBe(3);
    expect(JSON.parse(ended.out)).toMatchObject({ status: 'completed', result: 'no JSON' });
    expect(errorOf(ended)).toMatchObject({ code: 'output', exitCode: 3 });
  });
});

describe.concurrent('the output', () => {
  it('of 5 MB is whole in a pipe', async () => {
    const { env } = await emulate({ wire: { chunkSize: 100_000 } });
    for (const options of ['--sync', '--sync --json', '--stream']) {
      const { code, out } = await shell(`set -o pipefail; xpander-agent invoke large x ${options} | cat`, { env });
      expect(code).toBe(0);
      if (options.includes('json')) expect(JSON.parse(out).result).toHaveLength(5_000_000);
      else expect(out).toHaveLength(5_000_001);
    }
  });

  it('ends quietly if its reader leaves', async () => {
    const { env } = await emulate({ wire: { chunkSize: 100_000 } });
    const lines = [
      'invoke large x --sync | head -c 10',
      'invoke lines x --sync | head -1',
      'invoke lines x --stream --json | head -1',
      'invoke endless x --stream | head -c 10',
      'tasks list --json | true',
    ];
    for (const line of lines) {
      const { out, err } = await shell(`xpander-agent ${line}; echo " $PIPESTATUS"`, { env });
      expect({ status: out.trim().split(' ').at(-1), err }).toEqual({ status: '0', err: '' });
    }
  });

  it('has the bytes of the agent in a pipe', async () => {
    const { env } = await emulate();
    const { out } = await run(['invoke', 'evil', 'x', '--sync'], { env });
    expect(out).toBe('a\u001b[31mred\u001b[0m \u009b2J \u202ebidi\r\nend\n');
  });

  it('escapes in JSON what a terminal could obey', async () => {
    const { env } = await emulate();
    const { out } = await run(['invoke', 'evil', 'x', '--sync', '--json'], { env });
    expect(out).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
    expect(JSON.parse(out).result).toContain('\u009b2J \u202ebidi');
  });

  it('has a line for each request with --verbose, without bodies and key', async () => {
    const { env } = await emulate();
    const { out, err } = await run(['invoke', 'echo', 'very private', '--sync', '--verbose'], { env });
    expect(out).toBe('very private\n');
    expect(err).toMatch(/^POST \/v1\/agents\/echo\/invoke 200 \d+ ms\n$/);
    expect(err).not.toContain(key);
  });
});
