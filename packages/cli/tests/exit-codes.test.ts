import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tooManyRequests } from '@xpander/mock';
import { describe, expect, it } from 'vitest';
import { errorOf, home, run, shell, start } from './support/command.ts';
import { emulate } from './support/emulator.ts';
import { waitUntil } from './support/wait-until.ts';

const idPattern = /[0-9a-f]{8}-[0-9a-f-]{27}/;

describe.concurrent('the exit code', () => {
  it('is 0 after a completed run', async () => {
    const { env } = await emulate();
    expect(await run(['invoke', 'echo', 'Hi'], { env })).toEqual({ code: 0, out: 'Hi\n', err: '' });
  });

  it('is 1 if the output cannot be written', async () => {
    const { env } = await emulate();
    const ended = await shell('xpander-agent invoke echo Hi --sync > /dev/full', { env });
    expect(ended).toMatchObject({ code: 1, err: expect.stringMatching(/^error: .*ENOSPC/) });
  });

  it.each([
    ['an unknown option', ['invoke', 'echo', 'x', '--jsn'], "unknown option '--jsn' (Did you mean --json?)"],
    ['an unknown command', ['invok'], "unknown command 'invok' (Did you mean invoke?)"],
    ['an unknown command of a group', ['tasks', 'lst'], "unknown command 'lst' (Did you mean list?)"],
    ['no command', [], 'A command is missing.'],
    ['a wrong time', ['invoke', 'echo', 'x', '--deadline', '90'], 'with a unit, as in 90s'],
    ['two modes', ['invoke', 'echo', 'x', '--sync', '--stream'], '--sync and --stream exclude each other'],
    ['a file of this machine', ['invoke', 'echo', 'x', '--file', 'report.pdf'], '--file must be a URL of the web'],
    ['a wrong user', ['invoke', 'echo', 'x', '--user', 'dana'], 'id:email'],
    ['a missing file', ['invoke', 'echo', '--prompt-file', 'no-such-file'], 'no-such-file cannot be read'],
    ['a prompt without an agent', ['invoke', 'What is new?'], 'The agent is missing'],
    ['an option before the command', ['--quiet', 'tasks', 'list'], 'Options follow the command'],
    ['too many words', ['invoke', 'echo', 'two', 'words'], 'Put quotes around a prompt of several words.'],
    ['the help of an unknown command', ['help', 'invok'], "unknown command 'invok'"],
  ])('is 2 for %s', async (_, args, message) => {
    const { mock, env } = await emulate();
    const text = await run(args, { env });
    expect(text).toMatchObject({ code: 2, out: '', err: expect.stringContaining(message) });
    const json = await run([...args, '--json'], { env });
    expect(json).toMatchObject({ code: 2, out: '' });
    expect(errorOf(json)).toMatchObject({ code: expect.stringMatching(/^(usage|configuration)$/), exitCode: 2 });
    expect(mock.requests).toEqual([]);
  });

  it('is 2 without a key', async () => {
    const ended = await run(['agents', 'list', '--json'], { env: { XPANDER_API_KEY: undefined } });
    expect(ended.code).toBe(2);
    expect(errorOf(ended)).toMatchObject({ code: 'configuration', message: 'The API key is missing.' });
  });

  it('is 2 for a request that the API refuses', async () => {
    const { env } = await emulate({ strictUser: true });
    const ended = await run(['invoke', 'echo', 'Hi', '--json'], { env });
    expect(ended.code).toBe(2);
    expect(errorOf(ended)).toMatchObject({ code: 'invalid_request', exitCode: 2 });
  });

  it.each(['failing', 'broken'])('is 3 if the agent ends as %s', async (agent) => {
    const { env } = await emulate();
    const text = await run(['invoke', agent, 'Hi', '--sync'], { env });
    expect(text).toMatchObject({ code: 3, out: '' });
    expect(text.err).toMatch(
      /^error: Task \S+ ended as (failed: no data|error: overloaded)\n {2}Next: xpander-agent thread /,
    );
    const json = await run(['invoke', agent, 'Hi', '--sync', '--json'], { env });
    expect(json.code).toBe(3);
    const task = JSON.parse(json.out);
    expect(errorOf(json)).toMatchObject({ code: 'task_failed', exitCode: 3, taskId: task.id });
  });

  it('is 4 if the task was stopped', async () => {
    const { mock, env } = await emulate();
    const command = start(['invoke', 'slow', 'Hi', '--json'], { env });
    await waitUntil(() => mock.tasks.length === 1);
    mock.task(mock.tasks[0]?.id ?? '').stop();
    const ended = await command.ended;
    expect(ended.code).toBe(4);
    expect(JSON.parse(ended.out)).toMatchObject({ status: 'stopped' });
    expect(errorOf(ended)).toMatchObject({ code: 'task_failed', exitCode: 4 });
  });

  it('is 5 if the task is paused, and says what is needed', async () => {
    const { env } = await emulate();
    const ended = await run(['invoke', 'login', 'Hi', '--json'], { env });
    expect(ended.code).toBe(5);
    const { id, status } = JSON.parse(ended.out);
    expect(status).toBe('paused');
    expect(errorOf(ended)).toEqual({
      code: 'task_paused',
      exitCode: 5,
      message: `Task ${id} is paused and waits for a person to log in at https://example.com/auth.`,
      taskId: id,
      next: `xpander-agent tasks wait ${id} --on-paused wait`,
    });
  });

  it('is 6 after the deadline, with the command that waits again', async () => {
    const { mock, env } = await emulate();
    const ended = await run(['invoke', 'slow', 'Hi', '--deadline', '8s', '--json'], { env });
    expect(ended).toMatchObject({ code: 6, out: '' });
    const id = mock.tasks[0]?.id;
    const { message, ...error } = errorOf(ended);
    expect(error).toEqual({ code: 'deadline', exitCode: 6, taskId: id, next: `xpander-agent tasks wait ${id}` });
    expect(message).toContain(`task ${id} goes on`);
  });

  it.each([401, 403])('is 7 after a %i, and says where the key came from', async (status) => {
    const { mock, env } = await emulate();
    mock.fail({ operation: 'listAgents', status, times: 5 });
    const ended = await run(['agents', 'list', '--json'], { env });
    expect(ended).toMatchObject({ code: 7, out: '' });
    expect(errorOf(ended)).toMatchObject({
      code: status === 401 ? 'unauthorized' : 'forbidden',
      message: expect.stringContaining('The key came from XPANDER_API_KEY (22 characters).'),
      next: 'xpander-agent doctor',
    });
  });

  it.each([
    ['an unknown agent', ['invoke', 'nobody', 'Hi'], 'xpander-agent agents list'],
    ['an unknown task', ['tasks', 'get', 'none'], 'xpander-agent tasks list'],
  ])('is 8 for %s', async (_, args, next) => {
    const { env } = await emulate();
    const ended = await run([...args, '--json'], { env });
    expect(ended).toMatchObject({ code: 8, out: '' });
    expect(errorOf(ended)).toMatchObject({ code: 'not_found', exitCode: 8, next });
  });

  it('is 9 after a used-up quota', async () => {
    const { mock, env } = await emulate();
    mock.fail({ operation: 'invokeAsync', ...tooManyRequests({ body: 'quota' }), times: 5 });
    const ended = await run(['invoke', 'echo', 'Hi', '--json'], { env });
    expect(ended.code).toBe(9);
    expect(errorOf(ended)).toMatchObject({ code: 'quota_exceeded', exitCode: 9 });
  });

  it('is 9 after a rate limit that lasts, with the time to wait', async () => {
    const { mock, env } = await emulate();
    mock.fail({ operation: 'listAgents', ...tooManyRequests(), headers: { 'retry-after': '120' }, times: 5 });
    const ended = await run(['agents', 'list', '--json'], { env });
    expect(ended.code).toBe(9);
    expect(errorOf(ended)).toMatchObject({ code: 'rate_limited', exitCode: 9, retryAfterMs: 120_000 });
  });

  it('is 10 if no server answers', async () => {
    const ended = await run(['agents', 'list', '--json'], { env: { XPANDER_API_URL: 'http://127.0.0.1:9' } });
    expect(ended.code).toBe(10);
    expect(errorOf(ended)).toMatchObject({ code: 'connection', exitCode: 10, next: 'xpander-agent doctor' });
  });

  it('is 10 if a gateway answers with a page', async () => {
    const { mock, env } = await emulate();
    const page = { status: 503, body: '<html>Bad</html>', contentType: 'text/html' };
    mock.fail({ operation: 'listAgents', ...page, times: 5 });
    const ended = await run(['agents', 'list', '--json'], { env });
    expect(ended.code).toBe(10);
    expect(errorOf(ended)).toMatchObject({ code: 'protocol', exitCode: 10 });
    expect(ended.err).not.toContain('html');
  });

  it('is 11 if the run may have started, and names it', async () => {
    const { mock, env } = await emulate();
    mock.drop({ operation: 'invokeAsync', at: 'after-accept' });
    const ended = await run(['invoke', 'echo', 'Hi', '--json'], { env });
    expect(ended).toMatchObject({ code: 11, out: '' });
    const id = mock.tasks[0]?.id;
    expect(errorOf(ended)).toMatchObject({
      code: 'ambiguous_invocation',
      exitCode: 11,
      taskId: id,
      next: `xpander-agent tasks get ${id}`,
    });
    mock.expectRequests({ invokeAsync: 1 });
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('is that of %s', async (signal, code) => {
    const { mock, env } = await emulate();
    const command = start(['invoke', 'slow', 'Hi', '--json'], { env });
    await waitUntil(() => mock.requestsTo('getTask').length > 0);
    command.child.kill(signal);
    const ended = await command.ended;
    expect(ended).toMatchObject({ code, out: '' });
    const id = mock.tasks[0]?.id;
    expect(errorOf(ended)).toMatchObject({
      code: 'interrupted',
      exitCode: code,
      taskId: id,
      next: `xpander-agent tasks wait ${id}`,
    });
    expect(mock.tasks[0]?.status).toBe('executing');
  });
});

describe.concurrent('errors', () => {
  it('are one object of documented members with --json', async () => {
    const { env } = await emulate();
    const ended = await run(['invoke', 'failing', 'Hi', '--sync', '--json'], { env });
    expect(ended.err.trimEnd()).not.toContain('\n');
    expect(Object.keys(errorOf(ended))).toEqual(['code', 'exitCode', 'message', 'taskId', 'next']);
    expect(errorOf(ended).taskId).toMatch(idPattern);
  });

  it('speak of options of the command, not of the SDK', async () => {
    writeFileSync(join(home, 'misspelt.json'), JSON.stringify({ input: 'Hi', thnik_mode: 'harder' }));
    const { env } = await emulate();
    const texts = await Promise.all([
      run(['invoke', 'echo', 'Hi', '--request', 'misspelt.json'], { env }),
      run(['tasks', 'get', '..'], { env }),
      run(['invoke', 'echo', 'Hi'], { env: { XPANDER_API_URL: 'http://example.com' } }),
      run(['invoke', 'echo', 'Hi'], { env: { ...env, XPANDER_API_KEY: 'Bearer abc' } }),
    ]);
    for (const { code, err } of texts) {
      expect(code).toBe(2);
      expect(err).not.toMatch(/new Xpander|apiKey|baseUrl|`/);
    }
    expect(texts[0]?.err).toContain('think_mode');
  });
});
