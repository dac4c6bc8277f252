/**
 * Counts the tasks that one mock runs at the same time. The printed time and memory are for orientation only.
 *
 *   node scripts/scale.ts [tasks in process, default 10000] [streams over HTTP, default 2000]
 */
import { createMockXpander, type MockXpander, type ScriptTurn } from '../src/index.ts';

const TEN_MINUTES_MS = 600_000;

async function* tenMinutes({ sleep }: ScriptTurn): AsyncGenerator<string> {
  yield 'begun, ';
  await sleep(TEN_MINUTES_MS);
  yield 'done';
}

function invocation(): RequestInit {
  const headers = { 'x-api-key': 'test', 'content-type': 'application/json' };
  return { method: 'POST', headers, body: '{"input":{"text":"hi"}}' };
}

function countOf(mock: MockXpander, status: string): number {
  return mock.tasks.filter((task) => task.status === status).length;
}

/** Runs sync invocations at the same time on the virtual clock. */
async function runInProcess(count: number): Promise<string> {
  const mock = createMockXpander({ agents: { a: tenMinutes } });
  const answers = Array.from({ length: count }, () => mock.fetch('http://mock/v1/agents/a/invoke', invocation()));
  await mock.clock.sleep(TEN_MINUTES_MS / 2);
  const executing = countOf(mock, 'executing');
  await Promise.all(answers);
  return `in process: ${executing} executing at once, ${countOf(mock, 'completed')} completed`;
}

/** Opens streams, each with its own socket, and lets the runs end after all of them are open. */
async function runOverHttp(count: number): Promise<string> {
  let open = (): void => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const mock = createMockXpander({
    clock: 'real',
    agents: {
      async *a(): AsyncGenerator<string> {
        yield 'begun, ';
        await gate;
        yield 'done';
      },
    },
  });
  const server = await mock.listen();
  const streams: Promise<string>[] = [];
  for (let index = 0; index < count; index++) {
    const response = await fetch(`${server.url}/v1/agents/a/invoke/stream`, invocation());
    streams.push(response.text());
  }
  const executing = countOf(mock, 'executing');
  open();
  const texts = await Promise.all(streams);
  await server.close();
  const whole = texts.filter((text) => text.includes('"task_finished"')).length;
  return `over HTTP: ${executing} streams open at once, ${whole} read to their end`;
}

async function measure(run: () => Promise<string>): Promise<void> {
  const startedAt = performance.now();
  const result = await run();
  const megabytes = Math.round(process.memoryUsage().rss / 2 ** 20);
  process.stdout.write(`${result} (${Math.round(performance.now() - startedAt)} ms, ${megabytes} MiB)\n`);
}

const [tasks = 10_000, streams = 2_000] = process.argv.slice(2).map(Number);
await measure(() => runInProcess(tasks));
await measure(() => runOverHttp(streams));
