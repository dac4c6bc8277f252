import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TaskEvent, TaskFailedError, TaskPausedError, type TaskStream, Xpander } from '../src/index.ts';
import { type AgentPart, parts } from '../src/streaming/parts.ts';
import { stillClock } from './clocks.ts';
import { drainEventLoop } from './many-support.ts';
import {
  agentId,
  clientAnswering,
  collect,
  event,
  eventStream,
  json,
  mockedClient,
  rejection,
  rejectionOf,
  task,
  taskId,
} from './support.ts';

fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20_261_203) });

const subTask = 'sub-task-1';
const created = event('task_created', { id: taskId, status: 'pending', input: {} });
const finished = (result: unknown, status = 'completed'): string =>
  event('task_finished', { id: taskId, status, input: {}, result });

function streamOf(events: readonly string[], after = task('completed', { result: '' })): TaskStream {
  const { xpander } = clientAnswering([eventStream(created + events.join('')), after]);
  return xpander.agents.stream(agentId, 'hi');
}

/** The parts of a run with these events, without the first one, which is the task that was created. */
async function partsOf(...events: readonly string[]): Promise<AgentPart[]> {
  const [first, ...others] = await collect(parts(streamOf(events)));
  expect(first).toMatchObject({ type: 'status', task: { id: taskId, status: 'pending' } });
  return others;
}

/** The parts before `finish`. */
async function partsBeforeFinish(...events: readonly string[]): Promise<AgentPart[]> {
  const all = await partsOf(...events, finished('R'));
  expect(all.at(-1)).toMatchObject({ type: 'finish', task: { id: taskId } });
  return all.slice(0, -1).filter(({ type }) => type !== 'text');
}

const textOf = (all: readonly AgentPart[]): string =>
  all.map((part) => (part.type === 'text' ? part.text : '')).join('');

describe('parts', () => {
  it('are the answer in pieces, and what the result has beyond them', async () => {
    const text = async (result: unknown, pieces: readonly string[], status?: string): Promise<unknown[]> =>
      (await partsOf(...pieces.map((piece) => event('chunk', piece)), finished(result, status))).map((part) =>
        part.type === 'text' ? part.text : part.type,
      );
    expect(await text('All of it', ['All ', '', 'of it'])).toEqual(['All ', 'of it', 'finish']);
    expect(await text('All of it', ['All '])).toEqual(['All ', 'of it', 'finish']);
    expect(await text('All of it', [])).toEqual(['All of it', 'finish']);
    expect(await text('All of it', ['Let me see … '])).toEqual(['Let me see … ', 'finish']);
    expect(await text(null, ['All'])).toEqual(['All', 'finish']);
    expect(await text('the reason', [], 'failed')).toEqual(['finish']);
  });

  it('are the whole answer when the connection breaks', async () => {
    const stream = streamOf([event('chunk', 'All ')], task('completed', { result: 'All of it' }));
    const all = await collect(parts(stream));
    expect(textOf(all)).toBe('All of it');
    expect(all.at(-1)).toMatchObject({ type: 'finish', task: { status: 'completed' } });
  });

  it('are steps of reasoning, as text, and none that is empty', async () => {
    const step = { id: 's-1', title: 'Plan', thought: 'First look', action: '', confidence: 0.5, analysis: 'fine' };
    const reasoning = await partsBeforeFinish(
      event('think', 'Hm'),
      event('think', step),
      event('analyze', { result: 'done' }),
      ...['', '  ', null, {}, { title: ' ' }, 7].map((data) => event('think', data)),
    );
    expect(reasoning).toEqual([
      { type: 'reasoning', text: 'Hm' },
      { type: 'reasoning', text: 'Plan\nFirst look\nfine' },
      { type: 'reasoning', text: 'done' },
    ]);
  });

  it('are calls of tools with their results', async () => {
    const call = { request_id: 'r-1', tool_name: 'search', payload: { q: 'x' }, reasoning: { title: 'Look it up' } };
    expect(
      await partsBeforeFinish(
        event('tool_call_request', call),
        event('tool_call_result', { request_id: 'r-1', result: { hits: 2 } }),
        event('tool_call_request', { request_id: 'r-2', operation_id: 'op-1' }, subTask),
        event('tool_call_result', { request_id: 'r-2', result: 'no', is_error: true }, subTask),
      ),
    ).toEqual([
      { type: 'tool-call', id: 'r-1', name: 'search', input: { q: 'x' }, title: 'Look it up', taskId },
      { type: 'tool-result', id: 'r-1', name: 'search', output: { hits: 2 }, isError: false },
      { type: 'tool-call', id: 'r-2', name: 'op-1', input: {}, taskId: subTask },
      { type: 'tool-result', id: 'r-2', name: 'op-1', output: 'no', isError: true },
    ]);
  });

  const ids = (all: readonly AgentPart[]): string[] =>
    all.flatMap((part) =>
      part.type === 'tool-call' || part.type === 'tool-result' ? [`${part.type} ${part.id}`] : [],
    );

  it('give a result without a call its call first, and a call without a result an error before finish', async () => {
    const all = await partsBeforeFinish(
      event('tool_call_request', { request_id: 'open', tool_name: 'slow' }),
      event('tool_call_result', { request_id: 'late', tool_name: 'fast', payload: { a: 1 }, result: 'R' }),
    );
    expect(ids(all)).toEqual(['tool-call open', 'tool-call late', 'tool-result late', 'tool-result open']);
    expect(all[1]).toMatchObject({ name: 'fast', input: { a: 1 } });
    expect(all[3]).toMatchObject({ name: 'slow', isError: true, output: expect.stringContaining('not received') });
  });

  it('make up ids that are missing, and join calls and results without them by their names', async () => {
    const call = (name: string): string => event('tool_call_request', { tool_name: name });
    const answer = (name: string): string => event('tool_call_result', { tool_name: name, result: name });
    const named = event('tool_call_request', { request_id: 'call-2', tool_name: 'named' });
    const all = await partsBeforeFinish(call('a'), named, call('b'), call('a'), answer('b'), answer('a'), answer('c'));
    expect(ids(all)).toEqual([
      'tool-call call-1',
      'tool-call call-2',
      'tool-call call-3',
      'tool-call call-4',
      'tool-result call-3',
      'tool-result call-1',
      'tool-call call-5',
      'tool-result call-5',
      'tool-result call-2',
      'tool-result call-4',
    ]);
  });

  it('join a call and a result by either of their ids', async () => {
    const all = await partsBeforeFinish(
      event('tool_call_request', { request_id: 'r-1', tool_call_id: 't-1', tool_name: 'a' }),
      event('tool_call_request', { tool_call_id: 't-2', tool_name: 'b' }),
      event('tool_call_result', { tool_call_id: 't-1' }),
      event('tool_call_result', { request_id: 'r-2', tool_call_id: 't-2' }),
    );
    expect(ids(all)).toEqual(['tool-call r-1', 'tool-call t-2', 'tool-result r-1', 'tool-result t-2']);
  });

  it('leave out what the server repeats, and tell a later call with the same id from the first', async () => {
    const call = event('tool_call_request', { request_id: 'r', tool_name: 'a' });
    const answer = event('tool_call_result', { request_id: 'r', result: 1 });
    const all = await partsBeforeFinish(call, call, answer, answer, call, answer, answer);
    expect(ids(all)).toEqual(['tool-call r', 'tool-result r', 'tool-call r-2', 'tool-result r-2']);
  });

  it('are plans, logins, sub-agents and snapshots', async () => {
    const plan = { enabled: true, tasks: [] };
    const auth = { type: 'login_required', data: { url: 'https://login.example' } };
    expect(
      await partsBeforeFinish(
        event('plan_updated', plan),
        event('plan_updated', null),
        event('plan_updated', { enabled: false }, subTask),
        event('auth_event', auth, subTask),
        event('auth_event', null),
        event('sub_agent_trigger', { agent_id: 'a-2', query: 'help', files: [] }),
        event('sub_agent_trigger', null, subTask),
        event('task_updated', { id: taskId, status: 'executing', input: {} }),
        event('task_updated', { id: taskId, status: 'paused', input: {} }),
        event('task_updated', { id: taskId, status: 'executing', input: {} }),
      ),
    ).toMatchObject([
      { type: 'plan', plan },
      { type: 'auth', auth },
      { type: 'sub-agent', agentId: 'a-2', query: 'help', taskId },
      { type: 'sub-agent', taskId: subTask },
      { type: 'status', task: { status: 'executing' } },
      { type: 'paused', task: { status: 'paused' } },
      { type: 'status', task: { status: 'executing' } },
    ]);
  });

  it('leave out the text, the reasoning, the snapshots and the end of sub-agents, and unknown events', async () => {
    const sub = { id: subTask, status: 'completed', input: {}, result: 'inner' };
    expect(
      await partsOf(
        event('chunk', 'inner', subTask),
        event('think', 'inner', subTask),
        event('task_created', sub, subTask),
        event('task_finished', sub, subTask),
        event('something_new', { a: 1 }),
        event('task_compactization', { type: 'retry' }),
        event('context_status', {}),
        event('chunk', 'outer'),
        finished('outer'),
      ),
    ).toMatchObject([{ type: 'text', text: 'outer' }, { type: 'finish' }]);
  });
});

describe('the stream of parts', () => {
  it('ends with finish after a run that failed, as a loop over the events does', async () => {
    const stream = streamOf([finished('out of ink', 'failed')]);
    expect((await collect(parts(stream))).at(-1)).toMatchObject({ type: 'finish', task: { status: 'failed' } });
    await rejectionOf(TaskFailedError, stream.finalTask());
  });

  it('yields paused and rejects when a pause ends the stream, after results for open calls', async () => {
    const call = event('tool_call_request', { request_id: 'r-1', tool_name: 'a' });
    const seen: AgentPart[] = [];
    const read = async (): Promise<void> => {
      for await (const part of parts(streamOf([call], task('paused')))) seen.push(part);
    };
    const error = await rejectionOf(TaskPausedError, read());
    expect(seen.map(({ type }) => type)).toEqual(['status', 'tool-call', 'tool-result', 'paused']);
    expect(seen.at(-1)).toEqual({ type: 'paused', task: error.task });
  });

  it('yields one pause once, also when the loop rejects with it', async () => {
    const pause = event('task_updated', { id: taskId, status: 'paused', input: {} });
    const seen: string[] = [];
    const read = async (): Promise<void> => {
      for await (const { type } of parts(streamOf([pause], task('paused')))) seen.push(type);
    };
    await rejectionOf(TaskPausedError, read());
    expect(seen).toEqual(['status', 'paused']);
  });

  it('rejects as the loop does, after results for open calls', async () => {
    const { xpander } = clientAnswering([json({ detail: 'no' }, 401)]);
    const stream = xpander.agents.stream(agentId, 'hi');
    expect(await rejection(collect(parts(stream)))).toBe(await rejection(stream.finalTask()));
  });

  it('is the one reader of the stream', async () => {
    const stream = streamOf([finished('R')]);
    const read = parts(stream);
    await collect(read);
    expect(() => read[Symbol.asyncIterator]()).toThrow(/one already has a reader/);
    expect(() => stream[Symbol.asyncIterator]()).toThrow(/one already has a reader/);
    expect((await stream.finalTask()).result).toBe('R');
  });

  it('leaves the stream when its reader leaves, also while a part is awaited', async () => {
    const call = event('tool_call_request', { request_id: 'r-1', tool_name: 'a' });
    let isCancelled = false;
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode(created + call)),
      cancel: () => {
        isCancelled = true;
      },
    });
    const fetch = async (): Promise<Response> => eventStream(body);
    const xpander = new Xpander({ apiKey: 'key-1', fetch, clock: stillClock() });
    const iterator = parts(xpander.agents.stream(agentId, 'hi'))[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toMatchObject({ type: 'status' });
    expect((await iterator.next()).value).toMatchObject({ type: 'tool-call' });
    const pending = iterator.next();
    await drainEventLoop();
    await iterator.return?.();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(isCancelled).toBe(true);
  });

  it('can be left by break, and the task is waited for then', async () => {
    const { xpander } = mockedClient({
      agents: {
        slow: async function* ({ sleep }) {
          yield 'one ';
          await sleep(5_000);
          yield 'two';
        },
      },
    });
    const stream = xpander.agent('slow').stream('hi');
    for await (const { type } of parts(stream)) if (type === 'text') break;
    expect((await stream.finalTask()).result).toBe('one two');
  });
});

const maybe = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null | undefined> =>
  fc.oneof({ weight: 3, arbitrary: values }, { weight: 1, arbitrary: fc.constantFrom(null, undefined) });
const id = maybe(fc.constantFrom('', 'r-1', 'r-2', 'call-1', 'call-2'));
const tool = fc.record({
  request_id: id,
  tool_call_id: id,
  tool_name: maybe(fc.constantFrom('', 'a', 'b')),
  operation_id: maybe(fc.constant('op')),
  payload: fc.jsonValue(),
  result: fc.jsonValue(),
  is_error: maybe(fc.boolean()),
});
const snapshot = fc.record({
  id: fc.constant(taskId),
  status: fc.constantFrom('executing', 'paused'),
  input: fc.constant({}),
});
const inner = 'INNER';
const owner = fc.constantFrom(taskId, undefined);
const someone = fc.constantFrom(taskId, subTask, undefined);

const anyEvent = fc.oneof(
  fc.record({ type: fc.constant('chunk'), task_id: owner, data: fc.string() }),
  fc.record({
    type: fc.constantFrom('chunk', 'think', 'analyze'),
    task_id: fc.constant(subTask),
    data: fc.constant(inner),
  }),
  fc.record({
    type: fc.constantFrom('think', 'analyze', 'plan_updated', 'auth_event'),
    task_id: someone,
    data: fc.jsonValue(),
  }),
  fc.record({ type: fc.constantFrom('tool_call_request', 'tool_call_result'), task_id: someone, data: tool }),
  fc.record({
    type: fc.constantFrom('sub_agent_trigger', 'something_new', 'turn_started'),
    task_id: someone,
    data: fc.constantFrom(null, {}),
  }),
  fc.record({ type: fc.constant('task_updated'), task_id: owner, data: snapshot }),
);

/** Reads a run of these events. It ends with `task_finished`, or with a connection that breaks. */
async function read(events: readonly object[], result: string, isBroken: boolean): Promise<AgentPart[]> {
  const lines = events.map((each) => `data: ${JSON.stringify(each)}\n\n`);
  return collect(parts(streamOf(isBroken ? lines : [...lines, finished(result)], task('completed', { result }))));
}

describe('for every list of events', () => {
  const events = fc.array(anyEvent, { maxLength: 25 });

  it('each call has one id of its own and exactly one result, which comes after it', async () => {
    await fc.assert(
      fc.asyncProperty(events, fc.boolean(), async (list, isBroken) => {
        const open = new Map<string, string>();
        const closed = new Set<string>();
        for (const part of await read(list, 'R', isBroken)) {
          if (part.type === 'finish') expect([...open.keys()]).toEqual([]);
          if (part.type === 'tool-call') {
            expect(open.has(part.id) || closed.has(part.id)).toBe(false);
            open.set(part.id, part.name);
          } else if (part.type === 'tool-result') {
            expect(open.get(part.id)).toBe(part.name);
            open.delete(part.id);
            closed.add(part.id);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it('the joined text is the result when the pieces are its beginning, and the pieces otherwise', async () => {
    await fc.assert(
      fc.asyncProperty(events, fc.string(), fc.boolean(), fc.boolean(), async (list, rest, isPrefix, isBroken) => {
        const isPiece = ({ type, task_id }: { type: string; task_id?: string | undefined }): boolean =>
          type === 'chunk' && task_id !== subTask;
        const pieces = list.filter(isPiece).map(({ data }) => data as string);
        const text = pieces.join('');
        const result = isPrefix ? text + rest : `#${rest}`;
        const expected = result.startsWith(text) ? result : text;
        expect(textOf(await read(list, result, isBroken))).toBe(expected);
      }),
      { numRuns: 400 },
    );
  });

  it('nothing of a sub-agent is in the text or the reasoning, no piece is empty, and finish comes once, last', async () => {
    await fc.assert(
      fc.asyncProperty(events, fc.boolean(), async (list, isBroken) => {
        const all = await read(list, '', isBroken);
        for (const part of all)
          if (part.type === 'text' || part.type === 'reasoning') {
            expect(part.text).not.toBe('');
            expect(part.text).not.toContain(inner);
          }
        expect(all.map(({ type }) => type).indexOf('finish')).toBe(all.length - 1);
      }),
      { numRuns: 400 },
    );
  });

  it('a stream that ends without its end leaves no call open', async () => {
    const list = [{ type: 'tool_call_request', task_id: taskId, data: { request_id: 'r' } }] as TaskEvent[];
    const stream = {
      taskId,
      async *[Symbol.asyncIterator]() {
        yield* list;
      },
    } as unknown as TaskStream;
    expect((await collect(parts(stream))).map(({ type }) => type)).toEqual(['tool-call', 'tool-result']);
  });
});
