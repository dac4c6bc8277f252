import { type ChildProcess, spawn } from 'node:child_process';
import { once as onceEvent } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createMockXpander, type MockXpander } from '@xpander/mock';
import { describe, expect, it } from 'vitest';
import { taskIdOf } from '../src/index.ts';
import { agentId, postsTo } from './support.ts';

const cwd = fileURLToPath(new URL('../', import.meta.url));
const key = 'job-42';

/**
 * Where the first process is killed. It stops at this point, and says so.
 *
 * - `look`, `post`, `poll`: the request is not sent yet; `… answered`: the answer is not read yet.
 * - `before send`, `stored`: in `beforeSend`, and in the first `onUpdate`.
 * - `running`: while the agent works, and the process waits.
 * - `done`: the call has resolved, and its result is not stored.
 */
type Point =
  | 'look'
  | 'look answered'
  | 'before send'
  | 'post'
  | 'post answered'
  | 'stored'
  | 'poll'
  | 'poll answered'
  | 'running'
  | 'done';

/** A worker with one job. It stops for good at the point in its environment, and prints its result. */
const worker = `
  const { Xpander } = await import('@xpander/sdk');
  const { URL: baseUrl, AGENT, KEY, POINT, VERB } = process.env;
  const alive = setInterval(() => undefined, 1000);
  const reach = async (point) => {
    if (point !== POINT) return;
    process.stdout.write('at ' + point + '\\n');
    await new Promise(() => undefined);
  };
  let reads = 0;
  const fetchOnce = async (request) => {
    if (request.method === 'GET') reads += 1;
    const name = request.method === 'POST' ? 'post' : reads === 1 ? 'look' : 'poll';
    await reach(name);
    const response = await fetch(request);
    await reach(name + ' answered');
    return response;
  };
  const agent = new Xpander({ apiKey: 'key-1', baseUrl, fetch: fetchOnce }).agent(AGENT);
  const options = {
    once: KEY,
    pollIntervalMs: 50,
    beforeSend: () => reach('before send'),
    onUpdate: () => reach('stored'),
  };
  const task = VERB === 'stream' ? await agent.stream('hi', options).finalTask() : await agent[VERB]('hi', options);
  await reach('done');
  process.stdout.write('result ' + task.id + ' ' + task.result + '\\n');
  clearInterval(alive);`;

interface Worker {
  readonly child: ChildProcess;
  /** Resolves when the output contains the text. */
  printed(text: string): Promise<string>;
  readonly closed: Promise<unknown>;
}

function startWorker(url: string, verb: string, point?: Point): Worker {
  const env = { ...process.env, URL: url, AGENT: agentId, KEY: key, VERB: verb, ...(point && { POINT: point }) };
  const child = spawn(process.execPath, ['--input-type=module', '--eval', worker], { cwd, env });
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      for (const listener of listeners) listener();
    });
  }
  const printed = (text: string): Promise<string> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (output.includes(text)) resolve(output);
      };
      listeners.add(check);
      check();
    });
  return { child, printed, closed: onceEvent(child, 'close') };
}

interface Server {
  readonly mock: MockXpander;
  readonly url: string;
  runs(): number;
  /** Resolves when the agent has begun to work. */
  readonly working: Promise<void>;
  /** Lets the agent end. */
  finish(): void;
  close(): Promise<void>;
}

/** A server whose agent works until the test lets it end. */
async function startServer(): Promise<Server> {
  let runs = 0;
  const gates: { begin?: () => void; finish?: () => void } = {};
  const working = new Promise<void>((resolve) => Object.assign(gates, { begin: resolve }));
  const finished = new Promise<void>((resolve) => Object.assign(gates, { finish: resolve }));
  const script = async (): Promise<string> => {
    runs += 1;
    gates.begin?.();
    await finished;
    return 'the answer';
  };
  const mock = createMockXpander({ agents: { [agentId]: script }, clock: 'real' });
  const { url, close } = await mock.listen({ port: 0 });
  return { mock, url, runs: () => runs, working, finish: () => gates.finish?.(), close };
}

async function kill({ child, closed }: Worker): Promise<void> {
  child.kill('SIGKILL');
  await closed;
}

/** Kills a worker at a point, starts another one, and returns what came of the job. */
async function crashAndRestart(verb: string, point: Point) {
  const server = await startServer();
  const first = startWorker(server.url, verb, point === 'running' ? undefined : point);
  const isAfterEnd = point === 'done' || (verb === 'invoke' && (point === 'post answered' || point === 'stored'));
  if (isAfterEnd) server.finish();
  await (point === 'running' ? server.working : first.printed(`at ${point}`));
  await kill(first);
  const before = postsTo(server.mock).length;
  const second = startWorker(server.url, verb);
  if (before === 0) await server.working;
  server.finish();
  const output = await second.printed('result ');
  await second.closed;
  const posts = postsTo(server.mock).length;
  await server.close();
  return { output, runs: server.runs(), posts: [before, posts - before] };
}

const unsent: readonly Point[] = ['look', 'look answered', 'before send', 'post'];
const sent: Readonly<Record<string, readonly Point[]>> = {
  run: ['post answered', 'stored', 'poll', 'poll answered', 'running', 'done'],
  invoke: ['post answered', 'stored', 'running', 'done'],
  stream: ['post answered', 'stored', 'running', 'done'],
};

describe.each(Object.keys(sent))('a process that is killed in %s and started again', (verb) => {
  it.each(unsent)('at "%s" has sent nothing, and the next one runs the agent', async (point) => {
    const { output, runs, posts } = await crashAndRestart(verb, point);
    expect(output).toContain(`result ${await taskIdOf(agentId, key)} the answer`);
    expect([runs, posts]).toEqual([1, [0, 1]]);
  });

  it.each(sent[verb] ?? [])('at "%s" leaves a run that the next one finds', async (point) => {
    const { output, runs, posts } = await crashAndRestart(verb, point);
    expect(output).toContain(`result ${await taskIdOf(agentId, key)} the answer`);
    expect([runs, posts]).toEqual([1, [1, 0]]);
  });
});
