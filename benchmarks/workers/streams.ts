import { answerWith } from '../measure/child.ts';
import { median } from '../measure/statistics.ts';
import type { Driver } from '../peers/driver.ts';
import { type LoadName, loads } from '../server/loads.ts';

/** What to measure of one client that reads streams in its own process: `streams.ts <driver> <origin>`. */
export interface StreamQuestion {
  readonly load: LoadName;
  /** The number of streams, one after the other. */
  readonly streams: number;
}

export interface StreamScore {
  /** The median time of one stream, from the call to its end. */
  readonly wholeMs: number;
  readonly firstEventMs: number;
  readonly cpuUs: number;
}

const [, , name = '', origin = ''] = process.argv;
const { driver } = (await import(`../peers/${name}.ts`)) as { driver: Driver };

async function readStream(load: LoadName): Promise<{ firstEventMs: number; wholeMs: number }> {
  const client = driver.create(`${origin}/${name}/${load}`);
  const startedMs = performance.now();
  let firstEventMs = 0;
  let events = 0;
  for await (const event of client.events?.() ?? []) {
    if (events === 0) firstEventMs = performance.now() - startedMs;
    if (event !== undefined) events += 1;
  }
  if (events < loads[load].events) throw new Error(`${name} gave ${events} of ${loads[load].events} events`);
  return { firstEventMs, wholeMs: performance.now() - startedMs };
}

answerWith<StreamQuestion>(async ({ load, streams }) => {
  const cpu = process.cpuUsage();
  const read: { firstEventMs: number; wholeMs: number }[] = [];
  for (let index = 0; index < streams; index += 1) read.push(await readStream(load));
  const { user, system } = process.cpuUsage(cpu);
  return {
    wholeMs: median(read.map(({ wholeMs }) => wholeMs)),
    firstEventMs: median(read.map(({ firstEventMs }) => firstEventMs)),
    cpuUs: (user + system) / streams,
  };
});
