import { createMockXpander, type MockServer, type MockXpander } from '@xpander/mock';
import { Xpander } from '@xpander/sdk';
import { UndiciInstrumentation } from 'otel-stack/undici.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { otelHooks } from '../src/index.ts';
import { collect } from './support.ts';
import { useTelemetry } from './telemetry.ts';

const telemetry = useTelemetry();
const agentId = 'agent-1';
const instrumentation = new UndiciInstrumentation();
let mock: MockXpander;
let server: MockServer;

beforeAll(async () => {
  mock = createMockXpander({
    clock: 'real',
    agents: {
      [agentId]: async function* ({ text, sleep }) {
        yield 'The answer ';
        await sleep(20);
        yield `to ${text}`;
      },
    },
  });
  server = await mock.listen({ port: 0 });
});
beforeEach(() => {
  instrumentation.setTracerProvider(telemetry.tracerProvider);
  instrumentation.enable();
});
afterEach(() => instrumentation.disable());
afterAll(() => server.close());

/** Without a limit, which a client learns from the refusal that a test provokes, and keeps for the next tests. */
function createClient(): Xpander {
  return new Xpander({ apiKey: 'test', baseUrl: server.url, rateLimit: 'off', hooks: otelHooks() });
}

const often = { pollIntervalMs: 10 };

/** The HTTP spans by the verb of their parent, and those without a parent. */
function httpSpansByParent(): Record<string, string[]> {
  const spans = telemetry.spans();
  const byParent: Record<string, string[]> = {};
  for (const { attributes, parentSpanContext, instrumentationScope } of spans) {
    if (!instrumentationScope.name.includes('undici')) continue;
    const parent = spans.find((span) => span.spanContext().spanId === parentSpanContext?.spanId);
    const key = `${parent?.attributes['xpander.verb']}`;
    byParent[key] = [...(byParent[key] ?? []), `${attributes['http.request.method']}`];
  }
  return byParent;
}

const traceIds = (): Set<string> => new Set(telemetry.spans().map((span) => span.spanContext().traceId));

/** The span of a stream's request ends when its body does. */
async function settleHttp(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 50));
}

describe('HTTP spans of an instrumented fetch', () => {
  it('are children of the run: the attempt that failed, its repetition, and the polls', async () => {
    mock.fail({ operation: 'invokeAsync', status: 429 });
    await createClient().agent(agentId).run('Dana', often);
    const { run = [], ...others } = httpSpansByParent();
    expect([run.slice(0, 2), new Set(run.slice(2)), others]).toEqual([['POST', 'POST'], new Set(['GET']), {}]);
    expect(traceIds().size).toBe(1);
  });

  it('are children of the stream, also after it broke off and is polled', async () => {
    mock.drop({ operation: 'invokeStream', at: 'mid-stream' });
    await collect(createClient().agent(agentId).stream('Dana', often));
    await settleHttp();
    const { stream = [], ...others } = httpSpansByParent();
    expect([stream[0], new Set(stream.slice(1)), others]).toEqual(['POST', new Set(['GET']), {}]);
  });

  it('are children of the stream whose reader is in another span', async () => {
    const stream = createClient().agent(agentId).stream('Dana', often);
    await telemetry.tracerProvider.getTracer('test').startActiveSpan('reader', async (span) => {
      await collect(stream);
      span.end();
    });
    await settleHttp();
    expect(httpSpansByParent()).toEqual({ stream: ['POST'] });
  });

  it('are children of the wait, and not of the run that was only started', async () => {
    const xpander = createClient();
    await xpander.tasks.wait(await xpander.agent(agentId).invokeAsync('Dana'), often);
    const { invokeAsync, wait = [], ...others } = httpSpansByParent();
    expect([invokeAsync, new Set(wait), others]).toEqual([['POST'], new Set(['GET']), {}]);
    expect(traceIds().size).toBe(2);
  });

  it('are children of each turn of a thread', async () => {
    const thread = createClient().agent(agentId).thread();
    await thread.send('one', often);
    await thread.send('two', often);
    const spans = telemetry.spans().filter(({ attributes }) => attributes['xpander.verb'] === 'run');
    const posts = telemetry.spans().filter(({ attributes }) => attributes['http.request.method'] === 'POST');
    expect(posts.map(({ parentSpanContext }) => parentSpanContext?.spanId)).toEqual(
      spans.map((span) => span.spanContext().spanId),
    );
  });

  it('are also children for each item of a batch, and the list of all is a child of none', async () => {
    await collect(createClient().agent(agentId).runMany(['Dana', 'Eve'], often));
    const posts = telemetry.spans().filter(({ attributes }) => attributes['http.request.method'] === 'POST');
    expect(new Set(posts.map(({ parentSpanContext }) => parentSpanContext?.spanId)).size).toBe(2);
    const { run, ...others } = httpSpansByParent();
    expect([run?.filter((method) => method === 'POST'), Object.keys(others)]).toEqual([
      ['POST', 'POST'],
      ['undefined'],
    ]);
  });
});
