import { SpanStatusCode } from '@opentelemetry/api';
import type { MockXpander } from '@xpander/mock';
import type { Xpander } from '@xpander/sdk';
import { describe, expect, it } from 'vitest';
import { agentId, collect, rejection, settle, traced } from './support.ts';
import { useTelemetry } from './telemetry.ts';

const telemetry = useTelemetry();

interface End {
  readonly use: (xpander: Xpander) => Promise<unknown>;
  readonly status?: string;
  readonly errorType?: string;
}

/** Every way in which an operation can end. */
const ends: Readonly<Record<string, End>> = {
  'a completed run': { use: (xpander) => xpander.agent(agentId).run('Dana'), status: 'completed' },
  'a stream that was read': { use: (xpander) => collect(xpander.agent(agentId).stream('Dana')), status: 'completed' },
  'a stream whose text was read': {
    use: (xpander) => collect(xpander.agent(agentId).stream('Dana').textStream()),
    status: 'completed',
  },
  'a stream of which only the final task was asked for': {
    use: (xpander) => xpander.agent(agentId).stream('Dana').finalTask(),
    status: 'completed',
  },
  'a stream that was read, and then asked for its final task': {
    use: async (xpander) => {
      const stream = xpander.agent(agentId).stream('Dana');
      await collect(stream);
      await stream.finalTask();
    },
    status: 'completed',
  },
  'a stream that was aborted and never read': {
    use: async (xpander) => xpander.agent(agentId).stream('Dana').abort(),
    errorType: 'AbortError',
  },
  'a stream that was never read': {
    use: async (xpander) => void xpander.agent(agentId).stream('Dana', { deadlineMs: 60_000 }),
    errorType: 'deadline',
  },
  'a stream that was left by a break': {
    use: async (xpander) => {
      for await (const { type } of xpander.agent(agentId).stream('Dana')) if (type === 'chunk') break;
    },
    status: 'executing',
  },
  'a stream that was left by a break, and then asked for its final task': {
    use: async (xpander) => {
      const stream = xpander.agent(agentId).stream('Dana');
      for await (const { type } of stream) if (type === 'chunk') break;
      await stream.finalTask();
    },
    status: 'executing',
  },
  'a stream that was aborted in its loop': {
    use: async (xpander) => {
      const stream = xpander.agent(agentId).stream('Dana');
      for await (const { type } of stream) if (type === 'chunk') stream.abort(new Error('a secret reason'));
    },
    errorType: 'Error',
  },
  'a stream whose run failed': {
    use: (xpander) => collect(xpander.agent(agentId).stream('fail')),
    status: 'failed',
    errorType: 'failed',
  },
  'a run after its deadline': {
    use: (xpander) => xpander.agent(agentId).run('Dana', { deadlineMs: 2_000 }),
    status: 'executing',
    errorType: 'deadline',
  },
  'a run that was aborted': {
    use: (xpander) => xpander.agent(agentId).run('Dana', { signal: AbortSignal.abort() }),
    errorType: 'AbortError',
  },
  'a run that was aborted with a text': {
    use: (xpander) => xpander.agent(agentId).run('Dana', { signal: AbortSignal.abort('a secret reason') }),
    errorType: '_OTHER',
  },
  'a run that failed': {
    use: (xpander) => xpander.agent(agentId).run('fail'),
    status: 'failed',
    errorType: 'task_failed',
  },
  'the start of a run that its key finds, and that has failed': {
    use: async (xpander) => {
      const { id } = await xpander.agent(agentId).invokeAsync('fail', { once: 'job-1' });
      await rejection(xpander.tasks.wait(id));
      telemetry.reset();
      await xpander.agent(agentId).invokeAsync('fail', { once: 'job-1' });
    },
    status: 'failed',
  },
  'a run that waits for a person': {
    use: (xpander) => xpander.agent(agentId).run('pause'),
    status: 'paused',
    errorType: 'task_paused',
  },
  'a run whose agent does not exist': {
    use: (xpander) => xpander.agent('agent-2').run('Dana'),
    errorType: 'not_found',
  },
  'a wait for a task that does not exist': { use: (xpander) => xpander.tasks.wait('task-2'), errorType: 'not_found' },
  'a turn of a thread': { use: (xpander) => xpander.agent(agentId).thread().send('Dana'), status: 'completed' },
  'a turn of a thread that failed': {
    use: (xpander) => xpander.agent(agentId).thread().send('fail'),
    status: 'failed',
    errorType: 'task_failed',
  },
};

describe('the span of an operation ends exactly once', () => {
  it.each(Object.entries(ends))('after %s', async (_, { use, status, errorType }) => {
    const { xpander, mock } = traced();
    await use(xpander).catch(() => undefined);
    await mock.clock.sleep(120_000);
    await settle();
    const span = telemetry.span();
    expect([span.attributes['xpander.task.status'], span.attributes['error.type']]).toEqual([status, errorType]);
    expect(span.status.code).toBe(errorType === undefined ? SpanStatusCode.UNSET : SpanStatusCode.ERROR);
    expect(telemetry.complaints).toEqual([]);
  });

  it.each(['name', 'code', 'message', 'task', 'lastTask'])('after an error whose %s cannot be read', async (field) => {
    const error = Object.defineProperty(new Error('odd'), field, {
      get: () => {
        throw new Error('not readable');
      },
    });
    const { xpander } = traced({ captureContent: true });
    await rejection(xpander.agent(agentId).run('Dana', { beforeSend: () => Promise.reject(error) }));
    await settle();
    expect(telemetry.span().status.code).toBe(SpanStatusCode.ERROR);
  });

  it.each<[string, (xpander: Xpander, mock: MockXpander) => Promise<unknown>]>([
    [
      'the stop of a run that was left',
      (xpander, mock) => {
        mock.fail({ operation: 'stopTask', status: 500 });
        return rejection(xpander.agent(agentId).run('Dana', { deadlineMs: 2_000, onAbandon: 'stop' }));
      },
    ],
    [
      'a poll for the final task of a stream that was left',
      async (xpander, mock) => {
        const stream = xpander.agent(agentId).stream('Dana');
        for await (const { type } of stream) if (type === 'chunk') break;
        mock.fail({ operation: 'getTask', status: 503 });
        await stream.finalTask();
      },
    ],
  ])('and takes no event of a request that fails later: %s', async (_, use) => {
    const { xpander, mock } = traced();
    await use(xpander, mock);
    await mock.clock.sleep(10_000);
    await settle();
    mock.expectNoFaultsLeft();
    expect(telemetry.span().events.map(({ name }) => name)).not.toContain('xpander.failed_attempt');
    expect(telemetry.complaints).toEqual([]);
  });

  it('for each item of runMany and of waitAll', async () => {
    const { xpander } = traced();
    const outcomes = await collect(xpander.agent(agentId).runMany(['Dana', 'fail', 'Eve', 'pause']));
    const taskIds = outcomes.map(({ taskId = '' }) => taskId);
    const ofItems = telemetry.spans().map(({ attributes }) => attributes['gen_ai.conversation.id']);
    expect(ofItems.sort()).toEqual([...taskIds].sort());
    await collect(xpander.tasks.waitAll(taskIds));
    expect(telemetry.spans()).toHaveLength(8);
    const types = telemetry.spans().map(({ attributes }) => attributes['error.type']);
    expect(types.sort()).toEqual(['task_failed', 'task_failed', 'task_paused', 'task_paused', ...Array(4)]);
    expect(telemetry.complaints).toEqual([]);
  });

  it('for the items of a runMany that is left', async () => {
    const { xpander, mock } = traced();
    for await (const _ of xpander.agent(agentId).runMany(['a', 'b', 'c', 'd'], { concurrency: 2 })) break;
    await mock.clock.sleep(700_000);
    await settle();
    const started = mock.requestsTo('invokeAsync').length;
    expect(telemetry.spans()).toHaveLength(started);
    expect(telemetry.complaints).toEqual([]);
  });

  it('for each turn of a thread, with the same conversation id', async () => {
    const { xpander } = traced();
    const thread = xpander.agent(agentId).thread();
    await Promise.all([thread.send('one'), thread.send('two'), collect(thread.stream('three'))]);
    await settle();
    const ids = telemetry.spans().map(({ attributes }) => attributes['gen_ai.conversation.id']);
    expect([ids.length, new Set(ids)]).toEqual([3, new Set([thread.id])]);
  });

  it('for a stream whose events broke off, and for one that was never answered', async () => {
    const { xpander, mock } = traced();
    mock.drop({ operation: 'invokeStream', at: 'mid-stream' });
    await collect(xpander.agent(agentId).stream('Dana'));
    mock.drop({ operation: 'invokeStream', at: 'after-accept' });
    await rejection(collect(xpander.agent(agentId).stream('Dana')));
    await settle();
    const types = telemetry.spans().map(({ attributes }) => attributes['error.type']);
    expect(types).toEqual([undefined, 'ambiguous_invocation']);
  });

  it('for a run with 100 others at once', async () => {
    const { xpander } = traced();
    await Promise.all(Array.from({ length: 100 }, (_, index) => xpander.agent(agentId).run(`number ${index}`)));
    const ids = telemetry.spans().map(({ attributes }) => attributes['gen_ai.conversation.id']);
    expect(new Set(ids).size).toBe(100);
  });

  it('for an operation that happens inside another one', async () => {
    const { xpander } = traced();
    let inner: Promise<unknown> | undefined;
    const onUpdate = (): void => {
      inner ??= xpander.agent(agentId).invoke('inner');
    };
    await xpander.agent(agentId).run('outer', { onUpdate });
    await inner;
    const outer = telemetry.spans().find(({ attributes }) => attributes['xpander.verb'] === 'run');
    const child = telemetry.spans().find(({ attributes }) => attributes['xpander.verb'] === 'invoke');
    expect(telemetry.spans()).toHaveLength(2);
    expect(child?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId);
  });
});
