import { describe, expect, it } from 'vitest';
import { DeadlineError, StreamInterruptedError, type TaskStream, Xpander } from '../src/index.ts';
import { stillClock } from './clocks.ts';
import { drainEventLoop } from './many-support.ts';
import {
  type Answer,
  agentId,
  clientAnswering,
  collect,
  event,
  eventStream,
  json,
  noReply,
  rejection,
  rejectionOf,
  task,
  taskId,
} from './support.ts';

const created = event('task_created', { id: taskId, status: 'pending', input: {} });
const ended = event('task_finished', { id: taskId, status: 'completed', input: {}, result: 'R' });

/** A connection that sends these events and stays open. */
function open(...events: readonly string[]): () => Response {
  return () => {
    const start = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
      for (const each of events) controller.enqueue(new TextEncoder().encode(each));
    };
    return eventStream(new ReadableStream({ start }));
  };
}

function streamOf(answers: readonly Answer[], options: object = {}, request: object = {}): TaskStream {
  const { xpander } = clientAnswering(answers, { clock: stillClock() });
  return xpander.agents.stream(agentId, { input: 'hi', ...request }, options);
}

describe('stream.opened', () => {
  it('resolves with the id of the run while nothing reads the stream', async () => {
    const stream = streamOf([open(created)]);
    expect(await stream.opened).toBe(taskId);
    expect(stream.taskId).toBe(taskId);
  });

  it('waits for the server: an id that the caller chose is told when the POST is answered', async () => {
    const known = json({ detail: 'no such task' }, 404);
    const refused = streamOf([known, json({ detail: 'no' }, 401)], {}, { id: taskId });
    expect(await rejection(refused.opened)).toMatchObject({ code: 'unauthorized' });
    expect(await streamOf([known, open(created)], {}, { id: taskId }).opened).toBe(taskId);
  });

  it('is the id that the server names, not the one that was made up', async () => {
    const stream = streamOf([open(created)], { onAmbiguous: 'adopt' });
    expect(await stream.opened).toBe(taskId);
  });

  it('is the made-up id once an event has confirmed it', async () => {
    let id = '';
    const stream = streamOf(
      [
        async (request) => {
          id = ((await request.json()) as { id: string }).id;
          return open(event('chunk', 'a', id))();
        },
      ],
      { onAmbiguous: 'adopt' },
    );
    const told = await stream.opened;
    expect([told, told]).toEqual([id, expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  });

  it('is the id of the task that was found after a lost answer', async () => {
    const { xpander } = clientAnswering([html502, task('executing'), task('completed')]);
    const stream = xpander.agents.stream(agentId, 'hi', { onAmbiguous: 'adopt' });
    expect(await stream.opened).toBe(taskId);
  });

  it('rejects as the loop does when the stream fails before its task has an id', async () => {
    const failures: [Answer, object][] = [
      [json({ detail: 'no' }, 401), {}],
      [open(), { signal: AbortSignal.abort('gone') }],
      [open(), { deadlineMs: -1 }],
    ];
    for (const [answer, options] of failures) {
      const stream = streamOf([answer], options);
      const error = await rejection(stream.opened);
      expect(await rejection(collect(stream))).toBe(error);
    }
    await rejectionOf(StreamInterruptedError, streamOf([eventStream(': closed\n\n')]).opened);
    const { xpander } = clientAnswering([noReply]);
    await rejectionOf(DeadlineError, xpander.agents.stream(agentId, 'hi', { deadlineMs: 500 }).opened);
  });

  it('shows the line that opened the stream in the stack of its error', async () => {
    const opensTheStream = (): TaskStream => streamOf([json({ detail: 'no' }, 401)]);
    expect(((await rejection(opensTheStream().opened)) as Error).stack).toMatch(/at opensTheStream /);
  });

  it('resolves with undefined when the reader leaves first', async () => {
    const stream = streamOf([open(': nothing yet\n\n')]);
    const iterator = stream[Symbol.asyncIterator]();
    void iterator.next();
    await drainEventLoop();
    await iterator.return?.();
    expect(await stream.opened).toBeUndefined();
  });

  it('leaves no rejection unhandled when nothing awaits it', async () => {
    streamOf([json({ detail: 'no' }, 401)]);
    streamOf([open()]).abort('gone');
    await drainEventLoop();
  });

  it('stays resolved when the stream fails later', async () => {
    const stream = streamOf([open(created)]);
    expect(await stream.opened).toBe(taskId);
    stream.abort('gone');
    expect(await rejection(stream.finalTask())).toBe('gone');
    expect(await stream.opened).toBe(taskId);
  });

  it('exists on each turn of a thread', async () => {
    const { fetch, clock } = { fetch: async () => eventStream(created + ended), clock: stillClock() };
    const thread = new Xpander({ apiKey: 'key-1', fetch, clock }).agent(agentId).thread();
    const stream = thread.stream('hi');
    expect(await stream.opened).toBe(taskId);
    await stream.finalTask();
  });
});

function html502(): Response {
  return new Response('<html>', { status: 502, headers: { 'content-type': 'text/html' } });
}
