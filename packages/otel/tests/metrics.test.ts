import { metrics } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { agentId, collect, rejection, traced } from './support.ts';
import { useTelemetry } from './telemetry.ts';

const telemetry = useTelemetry();

const server = { 'server.address': 'api.xpander.ai', 'server.port': 443 };
const shared = { 'gen_ai.provider.name': 'xpander', ...server };
const run = { ...shared, 'gen_ai.operation.name': 'invoke_agent', 'xpander.verb': 'run' };
const wait = { ...shared, 'gen_ai.operation.name': 'wait_agent', 'xpander.verb': 'wait' };

interface Distribution {
  readonly count: number;
  readonly sum: number;
  readonly buckets: { readonly boundaries: readonly number[] };
}

function distributionOf(point: { readonly value: unknown } | undefined): Distribution {
  return point?.value as Distribution;
}

describe('gen_ai.client.operation.duration', () => {
  it('has each operation once, in seconds, with the error of those that failed', async () => {
    const { xpander } = traced();
    const startedMs = performance.now();
    await xpander.tasks.wait(await xpander.agent(agentId).run('Dana'));
    await xpander.agent(agentId).run('Dana');
    await rejection(xpander.agent(agentId).run('fail'));
    const elapsedSeconds = (performance.now() - startedMs) / 1_000;
    const points = await telemetry.points('gen_ai.client.operation.duration');
    expect(points.map(({ attributes, value }) => [attributes, distributionOf({ value }).count])).toEqual([
      [run, 2],
      [wait, 1],
      [{ ...run, 'error.type': 'task_failed' }, 1],
    ]);
    const sum = points.reduce((total, { value }) => total + distributionOf({ value }).sum, 0);
    expect(sum).toBeGreaterThan(0);
    expect(sum).toBeLessThanOrEqual(elapsedSeconds);
  });

  it('has the boundaries of the conventions, and more for runs of minutes', async () => {
    await traced().xpander.agent(agentId).run('Dana');
    const [point] = await telemetry.points('gen_ai.client.operation.duration');
    const { boundaries } = distributionOf(point).buckets;
    expect([boundaries[0], boundaries[13], boundaries.at(-1)]).toEqual([0.01, 81.92, 1_310.72]);
  });

  it('has the name of the agent and the model, which are few', async () => {
    const { xpander } = traced({ agentName: 'Greeter' });
    await xpander.agent(agentId).run({ input: 'Dana', llm_model_name: 'claude-haiku-4-5' });
    const [point] = await telemetry.points('gen_ai.client.operation.duration');
    expect(point?.attributes).toEqual({
      ...run,
      'gen_ai.agent.name': 'Greeter',
      'gen_ai.request.model': 'claude-haiku-4-5',
    });
  });
});

describe('gen_ai.client.token.usage', () => {
  it('has the tokens of each run once, by their type', async () => {
    const { xpander } = traced();
    const task = await xpander.agent(agentId).run('Dana');
    await xpander.tasks.wait(task.id);
    await collect(xpander.tasks.waitAll([task.id]));
    const points = await telemetry.points('gen_ai.client.token.usage');
    expect(points.map(({ attributes, value }) => [attributes, distributionOf({ value }).sum])).toEqual([
      [{ ...run, 'gen_ai.token.type': 'input' }, 1],
      [{ ...run, 'gen_ai.token.type': 'output' }, 5],
    ]);
  });

  it('has those of each item of a batch', async () => {
    await collect(traced().xpander.agent(agentId).runMany(['Dana', 'Eve!', 'fail']));
    const points = await telemetry.points('gen_ai.client.token.usage');
    expect(points.map(({ value }) => distributionOf({ value }).count)).toEqual([3, 3]);
  });
});

describe('xpander.attempts', () => {
  it('counts each request, with its status or the code of its error', async () => {
    const { xpander, mock } = traced();
    mock.fail({ operation: 'invokeAsync', status: 429 });
    mock.drop({ operation: 'getTask', at: 'before-request' });
    await xpander.agent(agentId).run('Dana');
    const points = await telemetry.points('xpander.attempts');
    const context = { ...server, 'xpander.verb': 'run' };
    const reads = mock.requestsTo('getTask').length;
    const post = { ...context, 'http.request.method': 'POST' };
    const get = { ...context, 'http.request.method': 'GET' };
    expect(points).toEqual([
      { attributes: { ...post, 'http.response.status_code': 429, 'error.type': '429' }, value: 1 },
      { attributes: { ...post, 'http.response.status_code': 200 }, value: 1 },
      { attributes: { ...get, 'error.type': 'connection' }, value: 1 },
      { attributes: { ...get, 'http.response.status_code': 200 }, value: reads },
    ]);
  });

  it('counts the requests of no operation, too', async () => {
    await rejection(traced().xpander.tasks.get('task-2'));
    const [point] = await telemetry.points('xpander.attempts');
    expect(point?.attributes).toEqual({
      'http.request.method': 'GET',
      'http.response.status_code': 404,
      'error.type': '404',
    });
  });
});

describe('the meter', () => {
  it('is that of the options', async () => {
    metrics.disable();
    await traced({ meter: telemetry.meterProvider.getMeter('mine') })
      .xpander.agent(agentId)
      .run('Dana');
    expect(await telemetry.points('gen_ai.client.operation.duration')).toHaveLength(1);
  });

  it('is that of a provider which is registered after the hooks have measured', async () => {
    metrics.disable();
    const { xpander } = traced();
    await xpander.agent(agentId).run('Dana');
    metrics.setGlobalMeterProvider(telemetry.meterProvider);
    await xpander.agent(agentId).run('Dana');
    const [point] = await telemetry.points('gen_ai.client.operation.duration');
    expect(distributionOf(point).count).toBe(1);
  });
});
