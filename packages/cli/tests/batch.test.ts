import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorOf, home, run, start } from './support/command.ts';
import { emulate } from './support/emulator.ts';
import { openTerminal } from './support/terminal.ts';
import { waitUntil } from './support/wait-until.ts';

let files = 0;

/** Writes an input of its own, and returns its name and that of its results. */
function write(content: string, extension = 'txt'): { file: string; out: string } {
  files += 1;
  const file = `input-${files}.${extension}`;
  writeFileSync(join(home, file), content);
  return { file, out: `input-${files}.results.jsonl` };
}

interface Line {
  readonly key: string;
  readonly status: string;
  readonly result: string;
  readonly taskId: string;
  readonly attempts: number;
}

const linesOf = (out: string): Line[] =>
  readFileSync(join(home, out), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const numbered = (count: number): string => Array.from({ length: count }, (_, index) => `line ${index}\n`).join('');

describe.concurrent('batch', () => {
  it('runs each line of a text file, and prints a summary', async () => {
    const { env } = await emulate();
    const { file, out } = write('one\n\ntwo\n');
    expect(await run(['batch', 'echo', file], { env })).toMatchObject({
      code: 0,
      out: `2 completed, 0 failed, 0 left: ${out}\n`,
    });
    expect(
      linesOf(out)
        .map(({ result }) => result)
        .sort(),
    ).toEqual(['one', 'two']);
  });

  it('runs .jsonl, .csv and the standard input', async () => {
    const { mock, env } = await emulate();
    const lines = write('"plain"\n{ "key": "k", "request": { "input": "keyed", "think_mode": "harder" } }\n', 'jsonl');
    const table = write('id,text\n1,good\n2,"bad, {very}"\n', 'csv');
    const ends = [
      await run(['batch', 'echo', lines.file, '--json'], { env }),
      await run(['batch', 'echo', table.file, '--prompt', 'Review {{{id}}}: {text}', '--json'], { env }),
      await run(['batch', 'echo', '-', '--out', 'stdin.jsonl', '--json'], { env, input: 'piped\n' }),
    ];
    for (const { code, out } of ends)
      expect({ code, ...JSON.parse(out) }).toMatchObject({ code: 0, failed: 0, left: 0 });
    expect(mock.tasks.map(({ input }) => input?.text).sort()).toEqual([
      'Review {1}: good',
      'Review {2}: bad, {very}',
      'keyed',
      'piped',
      'plain',
    ]);
    expect(
      linesOf(lines.out)
        .map(({ key }) => key)
        .sort(),
    ).toEqual(['0', 'k']);
  });

  it('is 12 if lines failed, and runs them again with --retry-failed', async () => {
    const { env } = await emulate({
      agents: { odd: ({ text }) => (text === 'bad' ? Promise.reject(new Error('no')) : text) },
    });
    const { file, out } = write('good\nbad\n');
    const first = await run(['batch', 'odd', file, '--json'], { env });
    expect(first.code).toBe(12);
    const next = `xpander-agent batch odd ${file} --json --retry-failed`;
    expect(errorOf(first)).toEqual({ code: 'batch_failed_lines', exitCode: 12, message: '1 line failed.', next });
    const second = await run(['batch', 'odd', file, '--retry-failed'], { env });
    expect(second.code).toBe(12);
    expect(linesOf(out).map(({ key, attempts }) => [key, attempts])).toEqual(
      expect.arrayContaining([
        ['0', 1],
        ['1', 1],
        ['1', 2],
      ]),
    );
  });

  it('reads the agent from the environment: a single word is the file', async () => {
    const { mock, env } = await emulate();
    const { file } = write('one\n');
    const variables = { ...env, XPANDER_AGENT_ID: 'echo' };
    expect(await run(['batch', file], { env: variables })).toMatchObject({ code: 0 });
    const other = write('two\n');
    expect(await run(['batch', other.file, '--agent', 'greeter'], { env: variables })).toMatchObject({ code: 0 });
    expect(mock.tasks.map(({ result }) => result)).toEqual(['one', 'Hello, two (turn 1)']);
  });

  it('sends nothing with --dry-run', async () => {
    const { mock, env } = await emulate();
    const { file } = write(numbered(6_000));
    const text = await run(['batch', 'echo', file, '--dry-run'], { env });
    expect(text.out).toBe('6000 lines, at least 1 h at 100 a minute\nFirst request: {"input":{"text":"line 0"}}\n');
    const json = await run(['batch', 'echo', file, '--dry-run', '--rate', '2/s', '--json'], {
      env: { ...env, XPANDER_API_KEY: undefined },
    });
    expect(JSON.parse(json.out)).toMatchObject({
      lines: 6_000,
      atLeastMs: 3_000_000,
      firstRequest: { input: { text: 'line 0' } },
    });
    expect(mock.requests).toEqual([]);
  });

  it('runs a text that stands in many lines once for each line', async () => {
    const { mock, env } = await emulate();
    const { file } = write('same\nsame\nsame\n');
    await run(['batch', 'echo', file], { env });
    expect(mock.tasks).toHaveLength(3);
  });

  it('adds new lines of an input, and refuses lines that have changed', async () => {
    const { mock, env } = await emulate();
    const { file } = write('one\n');
    await run(['batch', 'echo', file], { env });
    writeFileSync(join(home, file), 'one\ntwo\n');
    expect(await run(['batch', 'echo', file], { env })).toMatchObject({ code: 0 });
    expect(mock.tasks).toHaveLength(2);
    writeFileSync(join(home, file), 'ONE\ntwo\n');
    const edited = await run(['batch', 'echo', file, '--json'], { env });
    expect(edited.code).toBe(2);
    expect(errorOf(edited)).toMatchObject({ code: 'batch_input', message: expect.stringContaining('line 1') });
    expect(mock.tasks).toHaveLength(2);
  });

  it('starts over after its results were deleted', async () => {
    const { mock, env } = await emulate();
    const { file, out } = write('one\n');
    await run(['batch', 'echo', file], { env });
    for (const suffix of ['', '.items', '.batch']) rmSync(join(home, `${out}${suffix}`));
    await run(['batch', 'echo', file], { env });
    expect(mock.tasks).toHaveLength(2);
  });

  it('serves one process at a time, and shows its status to others', async () => {
    const { mock, env } = await emulate();
    const { file, out } = write(numbered(3));
    const first = start(['batch', 'slow', file], { env });
    await waitUntil(() => mock.tasks.length === 3);
    const second = await run(['batch', 'slow', file, '--json'], { env });
    expect(second.code).toBe(2);
    expect(errorOf(second)).toMatchObject({ code: 'batch_locked', next: expect.stringContaining('batch status') });
    const status = await run(['batch', 'status', out, '--json'], { env });
    expect(JSON.parse(status.out)).toMatchObject({ agentId: 'slow', completed: 0, failed: 0 });
    expect(JSON.parse(status.out).waiting + JSON.parse(status.out).running).toBe(3);
    const text = await run(['batch', 'status', out], { env });
    expect(text.out).toContain('completed\t0\n');
    first.child.kill('SIGKILL');
    await first.ended;
  });

  it.each([
    ['no file', ['batch', 'echo'], 'The file is missing'],
    ['a file that does not exist', ['batch', 'echo', 'none.txt'], 'none.txt does not exist'],
    ['a file of another form', ['batch', 'echo', 'x.docx'], '--format'],
    ['a .csv without a prompt', ['batch', 'echo', 'x.csv'], 'needs --prompt'],
    ['a .txt with a prompt', ['batch', 'echo', 'x.txt', '--prompt', '{a}'], 'fills in the columns'],
    ['a wrong rate', ['batch', 'echo', 'x.txt', '--rate', '100'], 'as in 100/min'],
    ['no output for the standard input', ['batch', 'echo', '-'], '--out is missing'],
    [
      'an output in no folder',
      ['batch', 'echo', '-', '--out', 'no-folder/out.jsonl'],
      '--out: no-folder/out.jsonl cannot be written',
    ],
    ['the status of no batch', ['batch', 'status', 'none.jsonl'], 'not the output of a batch'],
  ])('refuses %s', async (_, args, message) => {
    const { code, err } = await run(args, { input: 'x\n' });
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(message) });
  });

  it('refuses an unknown column, and names the right one', async () => {
    const { mock, env } = await emulate();
    const { file } = write('id,text\n1,good\n', 'csv');
    const { code, err } = await run(['batch', 'echo', file, '--prompt', '{txet}'], { env });
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('Did you mean text?') });
    expect(mock.requests).toEqual([]);
  });

  it('stops without marking lines as failed if the key is refused, and goes on afterwards', async () => {
    const { mock, env } = await emulate();
    const { file } = write(numbered(3));
    for (const operation of ['getTask', 'listTasks', 'invokeStream'] as const)
      mock.fail({ operation, status: 401, times: Number.POSITIVE_INFINITY });
    const refused = await run(['batch', 'echo', file, '--json'], { env });
    expect(refused.code).toBe(7);
    expect(errorOf(refused)).toMatchObject({
      code: 'unauthorized',
      exitCode: 7,
      message: expect.stringContaining('The key came from XPANDER_API_KEY (22 characters).'),
    });
    mock.reset();
    expect(await run(['batch', 'echo', file], { env })).toMatchObject({ code: 0 });
  });
});

describe('batch at a terminal', () => {
  it('shows a bar, starts nothing more after Ctrl-C, and leaves after the second one', async () => {
    const { mock, env } = await emulate();
    const { file, out } = write(numbered(40));
    const terminal = openTerminal(['batch', 'slow', file, '--concurrency', '4'], { env });
    await terminal.waitFor('0/40');
    await waitUntil(() => mock.tasks.length === 4);
    terminal.type('\u0003');
    await terminal.waitFor('Starting nothing more.');
    terminal.type('\u0003');
    expect((await terminal.ended).code).toBe(130);
    expect(mock.tasks).toHaveLength(4);
    const status = await run(['batch', 'status', out, '--json'], { env });
    expect(JSON.parse(status.out)).toMatchObject({ completed: 0, failed: 0 });
  });

  it('shows the rate of its first seconds as a rate, not the few lines of a minute', async () => {
    const { env } = await emulate({ agents: { brief: ({ sleep, text }) => sleep(200).then(() => text) } });
    const { file } = write(numbered(60));
    const terminal = openTerminal(['batch', 'brief', file, '--concurrency', '5'], { env });
    // At most 60 lines are settled in the last minute.
    await terminal.waitFor(/\b\d{3,}\/min/);
    expect((await terminal.ended).code).toBe(0);
  });

  it('lets running lines end after the first SIGTERM, and tells how to go on', async () => {
    const { mock, env } = await emulate({ agents: { brief: ({ sleep, text }) => sleep(1_500).then(() => text) } });
    const { file } = write(numbered(30));
    const command = start(['batch', 'brief', file, '--concurrency', '2', '--json'], { env });
    await waitUntil(() => mock.tasks.length === 2);
    command.child.kill('SIGTERM');
    const ended = await command.ended;
    expect(ended.code).toBe(143);
    expect(errorOf(ended)).toMatchObject({
      code: 'interrupted',
      next: `xpander-agent batch brief ${file} --concurrency 2 --json`,
    });
    const { completed, left } = JSON.parse(ended.out);
    expect(completed).toBe(mock.tasks.length);
    expect(completed + left).toBe(30);
  });
});
