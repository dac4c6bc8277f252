import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { ConnectionError, jsonSchema, OutputError } from '../src/index.ts';
import { clientAnswering, rejectionOf, task, taskId } from './support.ts';

const run = promisify(execFile);
const folder = fileURLToPath(new URL('realms/', import.meta.url));

/** An address where nothing listens. */
async function closedUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

/** Runs a program of a package on the fixtures, with the built SDK. Rejects if a test there fails. */
async function runThere(program: string, ...args: string[]): Promise<string> {
  const path = fileURLToPath(import.meta.resolve(program));
  const env = { ...process.env, CLOSED_URL: await closedUrl(), NO_COLOR: '1', FORCE_COLOR: undefined };
  const { stdout, stderr } = await run(process.execPath, [path, ...args], { cwd: folder, env });
  return `${stdout}\n${stderr}`;
}

describe('a refused connection is recognized, with its cause', () => {
  it('in Jest', async () => {
    const flags = ['--config', '{}', '--rootDir', folder, '--testMatch', '**/*.jest.cjs', '--ci', '--no-watchman'];
    expect(await runThere('jest/bin/jest', ...flags)).toContain('3 passed');
  });

  it('in a vmThreads project of vitest', async () => {
    const vitest = import.meta.resolve('vitest/package.json').replace(/package\.json$/, 'vitest.mjs');
    expect(await runThere(vitest, 'run', '--root', folder)).toContain('3 passed');
  });
});

describe('an error of another realm', () => {
  const foreign = (code: string): unknown => runInNewContext(code);
  const read = (thrown: unknown): Promise<ConnectionError> => {
    const fetch = (): Promise<Response> => Promise.reject(thrown);
    const { xpander } = clientAnswering([], { fetch, apiKey: 'the-key-of-realms', maxRetries: 0 });
    return rejectionOf(ConnectionError, xpander.tasks.get(taskId));
  };
  const refused = "Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })";
  const reset = "Object.assign(new Error('reset'), { code: 'ECONNRESET' })";

  it.each([
    [`new TypeError('fetch failed', { cause: ${refused} })`, false, 'Could not connect: refused'],
    [`new TypeError('fetch failed', { cause: ${reset} })`, 'unknown', 'The connection failed: reset'],
    [`new AggregateError([${refused}, ${refused}])`, false, 'Could not connect: refused'],
    [`new AggregateError([${refused}, ${reset}])`, 'unknown', 'The connection failed: refused; reset'],
    ["({ tried: ['::1'], name: 'TypeError', message: 'odd' })", 'unknown', 'The connection failed: odd'],
    ["({ message: 'no name' })", 'unknown', 'The connection failed: an object was thrown'],
  ])('is read like one of this realm: %s', async (code, sent, message) => {
    const thrown = foreign(code);
    expect(thrown).not.toBeInstanceOf(Error);
    const error = await read(thrown);
    expect([error.sent, error.message]).toEqual([sent, message]);
    expect(error.cause).toBe(thrown);
  });

  it('loses the request that it carries, and keeps its class, its texts and its causes', async () => {
    const thrown = foreign(`Object.assign(new AggregateError([${refused}], 'the-key-of-realms'), {
      cause: new RangeError('inner', { cause: { tried: [1] } }), request: new Map(), facts: { a: [1] },
    })`) as AggregateError;
    const { cause } = (await read(thrown)) as { cause: AggregateError };
    expect(Object.getPrototypeOf(cause)).toBe(Object.getPrototypeOf(thrown));
    expect(cause).toMatchObject({ name: 'AggregateError', message: '[redacted]', cause: { name: 'RangeError' } });
    expect(cause.errors).toMatchObject([{ message: 'refused', code: 'ECONNREFUSED' }]);
    expect(cause).not.toHaveProperty('request');
  });

  it('is quoted by an OutputError when a validator throws it', async () => {
    const validate = (): never => {
      throw foreign("new TypeError('not a city')");
    };
    const { xpander } = clientAnswering([task('completed', { result: '{}' })]);
    const waiting = xpander.tasks.wait(taskId, { output: jsonSchema({}, validate) });
    expect((await rejectionOf(OutputError, waiting)).issues).toEqual([{ message: 'not a city', path: [] }]);
  });
});

describe('a runtime without the globals of the web', () => {
  /** Makes each call without the globals, and prints the message of its error, or nothing. */
  const script = `
    import { Xpander } from '@xpander/sdk';
    const { Response } = globalThis;
    for (const name of process.argv.slice(1)) delete globalThis[name];
    const fetch = async () => Response.json({ id: 't-1', status: 'completed' });
    const attempt = (call) => call().then(() => '', ({ name, option, message }) => name + ', ' + option + ', ' + message);
    const outcomes = [];
    for (const options of [{}, { fetch }]) {
      const xpander = new Xpander({ apiKey: 'key-1', ...options });
      outcomes.push(await attempt(() => xpander.tasks.get('t-1')));
      outcomes.push(await attempt(() => xpander.agents.invoke('a-1', 'hi')));
      outcomes.push(await attempt(async () => xpander.api.GET('/health')));
      outcomes.push(await attempt(() => xpander.agents.stream('a-1', 'hi').finalTask()));
    }
    console.log(JSON.stringify(outcomes));
  `;
  const outcomesWithout = async (...missing: readonly string[]): Promise<unknown> => {
    const args = ['--input-type=module', '--eval', script, ...missing];
    return JSON.parse((await run(process.execPath, args, { cwd: folder })).stdout);
  };
  const hint = 'Pass `fetch`, or load a polyfill; in Jest, set `testEnvironment: "node"`';
  const failing = (name: string): string[] =>
    Array(4).fill(`ConfigurationError, fetch, fetch: this runtime has no global \`${name}\`. ${hint}`);

  it('rejects every call with a ConfigurationError that names fetch', async () => {
    const all = ['fetch', 'Request', 'Response', 'Headers'];
    expect(await outcomesWithout(...all)).toEqual([...failing('fetch'), ...failing('Request')]);
    expect(await outcomesWithout('Headers')).toEqual([...failing('Headers'), ...failing('Headers')]);
  });

  it('needs no global fetch if the client has one of its own', async () => {
    const notStreamed = expect.stringMatching(/^AmbiguousInvocationError/);
    expect(await outcomesWithout('fetch')).toEqual([...failing('fetch'), '', '', '', notStreamed]);
  });
});
