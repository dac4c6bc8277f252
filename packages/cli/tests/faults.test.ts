import { type MockXpander, tooManyRequests } from '@xpander/mock';
import { Xpander } from '@xpander/sdk';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '../src/failures/exit-codes.ts';
import { key, run } from './support/command.ts';
import { emulate } from './support/emulator.ts';

type OperationName = Parameters<MockXpander['fail']>[0]['operation'];

const times = Number.POSITIVE_INFINITY;
const page = { status: 503, body: '<html><body>503 upstream</body></html>', contentType: 'text/html' };

/** What breaks the answers of one operation for good, and the codes with which a command may then end. */
const faults: Readonly<Record<string, [set: (mock: MockXpander, operation: OperationName) => void, codes: number[]]>> =
  {
    'an HTML page with 503': [(mock, operation) => mock.fail({ operation, ...page, times }), [6, 10, 11]],
    'a 429 that asks to wait for long': [
      (mock, operation) => mock.fail({ operation, ...tooManyRequests(), headers: { 'retry-after': '600' }, times }),
      [6, 9],
    ],
    'a connection that breaks before the request': [
      (mock, operation) => mock.drop({ operation, at: 'before-request', times }),
      [6, 10, 11],
    ],
    'a connection that breaks after the request': [
      (mock, operation) => mock.drop({ operation, at: 'after-accept', times }),
      [6, 10, 11],
    ],
    'a body that is cut': [(mock, operation) => mock.drop({ operation, at: 'mid-body', times }), [6, 10, 11]],
    'an answer that is no JSON': [
      (mock, operation) => mock.fail({ operation, status: 200, body: 'OK', times }),
      [6, 10, 11],
    ],
  };

/** Commands with the operation that breaks. `{}` is a task. */
const commands: readonly [line: string, operation: OperationName][] = [
  ['invoke echo Hi --deadline 2s', 'invokeAsync'],
  ['invoke echo Hi --async', 'invokeAsync'],
  ['invoke echo Hi --sync --deadline 2s', 'invoke'],
  ['invoke echo Hi --stream --deadline 2s', 'invokeStream'],
  ['invoke slow Hi --deadline 2s', 'getTask'],
  ['tasks wait {} --deadline 2s', 'getTask'],
  ['tasks get {}', 'getTask'],
  ['tasks list', 'listTasks'],
  ['tasks stop {}', 'stopTask'],
  ['agents list', 'listAgents'],
  ['thread {}', 'getThread'],
];

const cases = Object.keys(faults).flatMap((fault) =>
  commands.map(([line, operation]) => [fault, line, operation] as const),
);

const isJsonLines = (text: string): boolean =>
  text === '' ||
  text
    .trimEnd()
    .split('\n')
    .every((line) => JSON.parse(line));

describe.concurrent('with --json', () => {
  it.each(cases)('%s lets `%s` end with one object', async (fault, line, operation) => {
    const { mock, env, url } = await emulate();
    const { id } = await new Xpander({ apiKey: key, baseUrl: url }).agents.invokeAsync('slow', 'Hi');
    const [set, codes] = faults[fault] ?? [() => undefined, []];
    set(mock, operation);
    const ended = await run([...line.replace('{}', id).split(' '), '--json'], { env });
    const { error } = JSON.parse(ended.err);
    expect(codes).toContain(ended.code);
    expect(error).toMatchObject({ code: expect.any(String), exitCode: ended.code, message: expect.any(String) });
    expect(ended.err.trimEnd()).not.toContain('\n');
    expect(Object.values(exitCodes)).toContain(ended.code);
    expect(isJsonLines(ended.out)).toBe(true);
    expect(ended.err + ended.out).not.toMatch(/<html|node:internal|\bat \S+:\d+:\d+/);
    if (ended.code === exitCodes.limit) expect(error.retryAfterMs).toBe(600_000);
  });
});
