/**
 * Runs agents of a mock with an OTLP exporter, and prints what a collector received: a run with a retry, a stream, and a
 * conversation of two turns.
 */
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { createMockXpander } from '@xpander/mock';
import { otelHooks } from '@xpander/otel';
import { Xpander } from '@xpander/sdk';
import { startCollector } from './collector.ts';
import { printTree } from './print-tree.ts';

const collector = await startCollector();
const exporter = new OTLPTraceExporter({ url: collector.url });
const provider = new TracerProvider({ spanProcessors: [new BatchSpanProcessor({ exporter })] });
trace.setGlobalTracerProvider(provider);
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
new UndiciInstrumentation().setTracerProvider(provider);

const mock = createMockXpander({
  clock: 'real',
  agents: {
    writer: async function* ({ text, sleep }) {
      yield 'A draft about ';
      await sleep(50);
      yield text;
    },
  },
});
const server = await mock.listen({ port: 0 });
mock.fail({ operation: 'invokeAsync', status: 503, headers: { 'retry-after': '0' } });

const hooks = otelHooks({ agentName: 'Writer' });
const xpander = new Xpander({ apiKey: 'test', baseUrl: server.url, hooks });
const writer = xpander.agent('writer');

await trace.getTracer('example').startActiveSpan('GET /report', async (span) => {
  await writer.run('prices', { pollIntervalMs: 20 });
  for await (const chunk of writer.stream('wages').textStream()) process.stderr.write(chunk);
  const conversation = writer.thread();
  await conversation.send('rents', { pollIntervalMs: 20 });
  await conversation.send('shorter, please', { pollIntervalMs: 20 });
  span.end();
});

await server.close();
await provider.shutdown();
collector.close();
console.log(printTree(collector.spans));
