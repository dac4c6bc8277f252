import { type Tracer, trace } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { agentId, collect, rejection, settle, traced } from './support.ts';

describe('without a registered provider', () => {
  it('nothing throws, and calls, requests and errors are those of a client without hooks', async () => {
    const [withHooks, without] = [traced(), traced({}, { hooks: {} })];
    const outcomes = [];
    for (const { xpander, mock } of [withHooks, without]) {
      mock.fail({ operation: 'invokeAsync', status: 429 });
      const agent = xpander.agent(agentId);
      const id = 'task-1';
      const failed = await rejection(agent.run({ id: 'task-2', input: 'fail' }));
      const types = (await collect(agent.stream({ id: 'task-3', input: 'Dana' }))).map(({ type }) => type);
      const { result } = await agent.run({ id, input: 'Dana' });
      await xpander.tasks.wait(id);
      const batch = (await collect(agent.runMany(['Dana', 'fail']))).length;
      agent.stream('Dana').abort();
      await settle();
      outcomes.push({
        error: String(failed),
        types,
        result,
        batch,
        headers: mock.requests.map(({ headers }) => headers),
      });
    }
    expect(outcomes[0]).toEqual(outcomes[1]);
    expect(trace.getActiveSpan()).toBeUndefined();
  });

  it('a tracer that throws does not end a run', async () => {
    const tracer = {
      startSpan: () => {
        throw new Error('no tracer');
      },
    } as unknown as Tracer;
    const { xpander } = traced({ tracer });
    expect((await xpander.agent(agentId).run('Dana')).result).toBe('The answer to Dana');
  });
});
