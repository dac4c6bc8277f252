import { context, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import type { Xpander } from '@xpander/sdk';
import { describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { agentId, collect, rejection, settle, traced } from './support.ts';
import { useTelemetry } from './telemetry.ts';

const telemetry = useTelemetry();

type Verb = (xpander: Xpander) => Promise<unknown>;

/** Every way to start a run, and the `xpander.verb` of its span. */
const runs: readonly (readonly [name: string, told: string, verb: Verb])[] = [
  ['invoke', 'invoke', (xpander) => xpander.agent(agentId).invoke('Dana')],
  ['invokeAsync', 'invokeAsync', (xpander) => xpander.agent(agentId).invokeAsync('Dana')],
  ['run', 'run', (xpander) => xpander.agent(agentId).run('Dana')],
  ['run by stream', 'run', (xpander) => xpander.agent(agentId).run('Dana', { via: 'stream' })],
  ['stream', 'stream', (xpander) => collect(xpander.agent(agentId).stream('Dana'))],
  ['thread.send', 'run', (xpander) => xpander.agent(agentId).thread().send('Dana')],
  ['thread.stream', 'stream', (xpander) => collect(xpander.agent(agentId).thread().stream('Dana'))],
  ['conversation.send', 'run', (xpander) => xpander.agent(agentId).conversation().send('Dana')],
  ['conversation.stream', 'stream', (xpander) => collect(xpander.agent(agentId).conversation().stream('Dana'))],
  ['runMany', 'run', (xpander) => collect(xpander.agent(agentId).runMany(['Dana']))],
];

describe('the span of a run', () => {
  it('has the attributes of the conventions', async () => {
    const { xpander } = traced({ agentName: 'Greeter' });
    const { id } = await xpander
      .agent(agentId)
      .run({ input: 'Dana', output_format: 'json', llm_model_name: 'claude-haiku-4-5' }, { version: '3' });
    const { attributes, name, kind, status } = telemetry.span();
    expect({ name, kind, status }).toEqual({
      name: 'invoke_agent Greeter',
      kind: SpanKind.CLIENT,
      status: { code: SpanStatusCode.UNSET },
    });
    expect(attributes).toEqual({
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.provider.name': 'xpander',
      'gen_ai.agent.id': agentId,
      'gen_ai.agent.name': 'Greeter',
      'gen_ai.agent.version': '3',
      'gen_ai.conversation.id': id,
      'gen_ai.output.type': 'json',
      'gen_ai.request.model': 'claude-haiku-4-5',
      'gen_ai.usage.input_tokens': 1,
      'gen_ai.usage.output_tokens': 5,
      'server.address': 'api.xpander.ai',
      'server.port': 443,
      'xpander.verb': 'run',
      'xpander.task.status': 'completed',
    });
  });

  it.each(runs)('is one CLIENT span invoke_agent, with the task: %s', async (_, told, verb) => {
    const { xpander, mock } = traced();
    await verb(xpander);
    await settle();
    const { name, kind, attributes } = telemetry.span();
    expect([name, kind, attributes['xpander.verb']]).toEqual(['invoke_agent', SpanKind.CLIENT, told]);
    expect(attributes['gen_ai.conversation.id']).toBe(mock.tasks[0]?.id);
    expect(attributes['xpander.task.status']).toBe(told === 'invokeAsync' ? 'pending' : 'completed');
    expect(telemetry.complaints).toEqual([]);
  });

  it.each(runs.filter(([name]) => !name.includes('stream') && name !== 'runMany'))(
    'has ended when the call returns, for a flush at the end of a request: %s',
    async (_, _told, verb) => {
      await verb(traced().xpander);
      expect(telemetry.spans()).toHaveLength(1);
    },
  );

  it('has the output type, model and version that the request names, in time for samplers', async () => {
    const seen: unknown[] = [];
    const startSpan: Tracer['startSpan'] = (name, options) => {
      seen.push(options?.attributes);
      return telemetry.tracerProvider.getTracer('test').startSpan(name, options);
    };
    const tracer = Object.assign(Object.create(telemetry.tracerProvider.getTracer('test')), { startSpan });
    const { xpander } = traced({ tracer, agentName: 'Greeter' });
    const format = { output_format: 'markdown', llm_model_name: 'claude-haiku-4-5' } as const;
    await xpander.agent(agentId).run({ id: 'task-1', input: 'Dana', ...format }, { version: 'draft' });
    expect(seen).toEqual([
      {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.provider.name': 'xpander',
        'gen_ai.agent.id': agentId,
        'gen_ai.agent.name': 'Greeter',
        'gen_ai.agent.version': 'draft',
        'gen_ai.conversation.id': 'task-1',
        'gen_ai.output.type': 'text',
        'gen_ai.request.model': 'claude-haiku-4-5',
        'server.address': 'api.xpander.ai',
        'server.port': 443,
        'xpander.verb': 'run',
      },
    ]);
  });

  it.each([
    ['http://localhost:4010/prefix', 'localhost', 4010],
    ['http://localhost', 'localhost', 80],
    ['https://gateway.example.com', 'gateway.example.com', 443],
    ['http://[::1]:4010', '::1', 4010],
  ])('has the host and the port of the base URL: %s', async (baseUrl, address, port) => {
    const answer = Response.json({ id: 'task-1', status: 'completed', result: 'Hello' });
    await traced({}, { baseUrl, fetch: async () => answer })
      .xpander.agent(agentId)
      .invoke('Dana');
    const { attributes } = telemetry.span();
    expect([attributes['server.address'], attributes['server.port']]).toEqual([address, port]);
  });

  it('has the version of the agent that the task states, where the request names none', async () => {
    const answer = Response.json({ id: 'task-1', status: 'completed', result: 'Hello', agent_version: '7' });
    await traced({}, { fetch: async () => answer })
      .xpander.agent(agentId)
      .invoke('Dana');
    expect(telemetry.span().attributes['gen_ai.agent.version']).toBe('7');
  });

  it('has no tokens where the task states none', async () => {
    const tokens = { prompt_tokens: 0, completion_tokens: null };
    const answer = Response.json({ id: 'task-1', status: 'completed', result: 'Hello', tokens });
    await traced({}, { fetch: async () => answer })
      .xpander.agent(agentId)
      .invoke('Dana');
    expect(Object.keys(telemetry.span().attributes).filter((name) => name.includes('usage'))).toEqual([]);
  });

  it('is named by a function of the agent id, and without a name where that returns none or fails', async () => {
    const agentName = (id: string): string | undefined => {
      if (id === 'agent-2') throw new Error('not found');
      return id === agentId ? 'Greeter' : undefined;
    };
    const { xpander } = traced({ agentName });
    await xpander.agent(agentId).run('Dana');
    for (const other of ['agent-2', 'agent-3']) await rejection(xpander.agent(other).run('Dana'));
    expect(telemetry.spans().map(({ name }) => name)).toEqual(['invoke_agent Greeter', 'invoke_agent', 'invoke_agent']);
  });

  it.each([[''], [' '], [7], [Promise.resolve('Greeter')]])(
    'is without a name where the function returns %j',
    async (value) => {
      const { xpander } = traced({ agentName: () => value as string });
      await xpander.agent(agentId).run('Dana');
      expect(telemetry.span().name).toBe('invoke_agent');
      expect(telemetry.complaints).toEqual([]);
    },
  );

  it('is a child of the span that is active at the call', async () => {
    const { xpander } = traced();
    const parent = telemetry.tracerProvider.getTracer('test').startSpan('GET /answer');
    await context.with(trace.setSpan(context.active(), parent), () => xpander.agent(agentId).run('Dana'));
    expect(telemetry.span().parentSpanContext?.spanId).toBe(parent.spanContext().spanId);
  });

  it('is made by the tracer @xpander/otel, also if the provider is registered after the hooks were made', async () => {
    trace.disable();
    const { xpander } = traced();
    trace.setGlobalTracerProvider(telemetry.tracerProvider);
    await xpander.agent(agentId).run('Dana');
    const { name, version } = telemetry.span().instrumentationScope;
    expect([name, version]).toEqual(['@xpander/otel', packageJson.version]);
  });

  it('is made by the tracer of the options', async () => {
    await traced({ tracer: telemetry.tracerProvider.getTracer('mine') })
      .xpander.agent(agentId)
      .run('Dana');
    expect(telemetry.span().instrumentationScope.name).toBe('mine');
  });
});

describe('the span of a wait', () => {
  it.each<[string, (xpander: Xpander, id: string) => Promise<unknown>]>([
    ['tasks.wait', (xpander, id) => xpander.tasks.wait(id)],
    ['tasks.follow', (xpander, id) => collect(xpander.tasks.follow(id))],
    ['tasks.waitAll', (xpander, id) => collect(xpander.tasks.waitAll([id]))],
  ])('is an INTERNAL span wait_agent, so that the run counts once: %s', async (_, wait) => {
    const { xpander } = traced({ agentName: (id) => (id === agentId ? 'Greeter' : undefined) });
    const { id } = await xpander.agent(agentId).invokeAsync('Dana');
    await wait(xpander, id);
    await settle();
    const spans = telemetry.spans().map(({ name, kind }) => [name, kind]);
    expect(spans).toEqual([
      ['invoke_agent Greeter', SpanKind.CLIENT],
      ['wait_agent Greeter', SpanKind.INTERNAL],
    ]);
    expect(telemetry.spans()[1]?.attributes).toMatchObject({
      'gen_ai.operation.name': 'wait_agent',
      'gen_ai.agent.id': agentId,
      'gen_ai.conversation.id': id,
      'xpander.verb': 'wait',
      'xpander.task.status': 'completed',
    });
  });

  it('names the agent of a task that has not ended in time', async () => {
    const { xpander } = traced({ agentName: () => 'Greeter' });
    const { id } = await xpander.agent(agentId).invokeAsync('Dana');
    await rejection(xpander.tasks.wait(id, { deadlineMs: 1_000 }));
    const span = telemetry.spans()[1];
    expect([span?.name, span?.attributes['gen_ai.agent.id']]).toEqual(['wait_agent Greeter', agentId]);
  });

  it('has the tokens of a run that was only started', async () => {
    const { xpander } = traced();
    await xpander.tasks.wait(await xpander.agent(agentId).invokeAsync('Dana'));
    const usages = telemetry.spans().map(({ attributes }) => attributes['gen_ai.usage.output_tokens']);
    expect(usages).toEqual([undefined, 5]);
  });

  it('has no tokens if the run has reported them, so that sums are right', async () => {
    const { xpander } = traced();
    const task = await xpander.agent(agentId).run('Dana');
    await xpander.tasks.wait(task);
    await xpander.tasks.wait(task.id);
    await xpander.agent(agentId).thread(task.id).send('Dana');
    const usages = telemetry.spans().map(({ attributes }) => attributes['gen_ai.usage.output_tokens']);
    expect(usages).toEqual([5, undefined, undefined, 5]);
  });
});
