import { describe, expect, it } from 'vitest';
import { ConfigurationError, DeadlineError, type TaskEvent, TaskFailedError } from '../src/index.ts';
import {
  agentId,
  clientAnswering,
  collect,
  event,
  eventStream,
  mockedClient,
  postsTo,
  rejection,
  rejectionOf,
  task,
  taskId,
} from './support.ts';

const agents = {
  poet: async function* ({ text }: { text: string }) {
    yield 'Roses are red, ';
    yield { type: 'tool_call_request', data: { request_id: 'r-1', operation_id: 'look-up' } };
    yield { type: 'tool_call_result', data: { request_id: 'r-1', operation_id: 'look-up', result: 'violet' } };
    yield `${text} are blue.`;
  },
  broken: () => {
    throw new Error('out of ink');
  },
};

const created = event('task_created', { id: taskId, status: 'pending', input: {} });
const ended = event('task_finished', { id: taskId, status: 'completed', input: {}, result: 'R' });

/** Keeps the types of events. */
function recorder(): { types: string[]; onEvent: (event: TaskEvent) => void } {
  const types: string[] = [];
  return { types, onEvent: ({ type }) => void types.push(type) };
}

describe('onEvent', () => {
  it('gets each event of a run, with one POST and no poll', async () => {
    const { xpander, mock } = mockedClient({ agents });
    const { types, onEvent } = recorder();
    const { result } = await xpander.agent('poet').run('Violets', { onEvent });
    expect(result).toBe('Roses are red, Violets are blue.');
    expect(types.slice(0, 1).concat(types.slice(-1))).toEqual(['task_created', 'task_finished']);
    expect(types.filter((type) => type.startsWith('tool_call'))).toEqual(['tool_call_request', 'tool_call_result']);
    expect(mock.requests.map(({ path }) => path)).toEqual(['/v1/agents/poet/invoke/stream']);
  });

  it('gets the events of a turn of a thread', async () => {
    const { xpander, mock } = mockedClient({ agents });
    const thread = xpander.agent('poet').thread();
    const { types, onEvent } = recorder();
    await thread.send('Violets');
    expect((await thread.send('Lilacs', { onEvent })).result).toContain('Lilacs');
    expect(types.at(-1)).toBe('task_finished');
    expect(types.filter((type) => type === 'task_finished')).toHaveLength(1);
    expect(postsTo(mock).map(({ path }) => path.split('/').at(-1))).toEqual(['async', 'stream']);
  });

  it('sees the end of a run that failed, which then rejects', async () => {
    const { xpander } = mockedClient({ agents });
    const { types, onEvent } = recorder();
    await rejectionOf(TaskFailedError, xpander.agent('broken').run('x', { onEvent }));
    expect(types.at(-1)).toBe('task_finished');
  });

  it('sees the end of a run whose stream broke', async () => {
    const { types, onEvent } = recorder();
    const { xpander } = clientAnswering([eventStream(created), task('executing'), task('completed')]);
    await xpander.agents.run(agentId, 'hi', { onEvent });
    expect(types).toEqual(['task_created', 'task_finished']);
  });

  it('sees in a stream what its reader sees, before the reader', async () => {
    const chunks = Array.from({ length: 20 }, (_, index) => event('chunk', String(index)));
    const seen: string[] = [];
    const { xpander } = clientAnswering([eventStream([created, ...chunks, ended].join(''))]);
    const onEvent = ({ type }: TaskEvent): void => void seen.push(`told ${type}`);
    for await (const { type } of xpander.agents.stream(agentId, 'hi', { onEvent })) seen.push(`read ${type}`);
    const types = ['task_created', ...chunks.map(() => 'chunk'), 'task_finished'];
    expect(seen).toEqual(types.flatMap((type) => [`told ${type}`, `read ${type}`]));
  });

  it('rejects the call with the error that it throws, at any event', async () => {
    for (const failing of ['task_created', 'chunk', 'task_finished']) {
      const trouble = new Error(failing);
      const fails = ({ type }: TaskEvent): void => {
        if (type === failing) throw trouble;
      };
      const body = created + event('chunk', 'a') + ended;
      const { xpander, received } = clientAnswering([eventStream(body), task('completed')]);
      expect(await rejection(xpander.agents.run(agentId, 'hi', { onEvent: fails }))).toBe(trouble);
      const rejects = async (told: TaskEvent): Promise<void> => fails(told);
      const again = clientAnswering([eventStream(body), task('completed')]);
      expect(await rejection(again.xpander.agents.run(agentId, 'hi', { onEvent: rejects }))).toBe(trouble);
      expect(received.map(({ method }) => method)).toEqual(['POST']);
    }
  });

  it('is awaited, within the deadline', async () => {
    const { xpander } = clientAnswering([eventStream(created + ended)]);
    const onEvent = (): Promise<never> => new Promise(() => undefined);
    const error = await rejectionOf(DeadlineError, xpander.agents.run(agentId, 'hi', { onEvent, deadlineMs: 500 }));
    expect(error.taskId).toBe(taskId);
  });

  it('is refused where there are no events', async () => {
    const { xpander, received } = clientAnswering([task('completed')]);
    const onEvent = (): void => undefined;
    const agent = xpander.agent(agentId);
    const errors = [
      await rejectionOf(ConfigurationError, agent.run('hi', { onEvent, via: 'poll' })),
      await rejectionOf(ConfigurationError, agent.thread().send('hi', { onEvent, via: 'poll' })),
      await rejectionOf(ConfigurationError, agent.invoke('hi', { onEvent })),
      await rejectionOf(ConfigurationError, agent.invokeAsync('hi', { onEvent } as object)),
      await rejectionOf(ConfigurationError, xpander.tasks.wait(taskId, { onEvent } as object)),
      await rejectionOf(ConfigurationError, collect(agent.runMany(['hi'], { onEvent } as object))),
      await rejectionOf(ConfigurationError, agent.run('hi', { onEvent: 'log' as never })),
    ];
    expect(errors.map(({ option }) => option)).toEqual(errors.map(() => 'onEvent'));
    expect(() => xpander.agent(agentId, { onEvent } as object)).toThrow(/onEvent/);
    expect(received).toEqual([]);
  });
});
