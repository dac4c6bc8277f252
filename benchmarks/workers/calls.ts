import { answerWith } from '../measure/child.ts';
import { median } from '../measure/statistics.ts';
import type { Driver } from '../peers/driver.ts';

/** What to measure of one client in its own process: `calls.ts <driver> <baseUrl>`. */
export interface CallQuestion {
  readonly verb: 'read' | 'start';
  /** The number of calls one after the other, and then the number with `concurrency` of them in flight. */
  readonly inTurn: number;
  readonly atOnce: number;
  readonly concurrency: number;
}

export interface CallScore {
  readonly latencyMs: number;
  readonly callsPerSecond: number;
  readonly cpuUsPerCall: number;
}

const [, , name = '', baseUrl = ''] = process.argv;
const { driver } = (await import(`../peers/${name}.ts`)) as { driver: Driver };
const client = driver.create(baseUrl);

async function call(verb: CallQuestion['verb']): Promise<void> {
  const record = await client[verb]?.();
  if (typeof record?.id !== 'string') throw new Error(`${name} returned no record`);
}

async function callInTurn({ verb, inTurn }: CallQuestion): Promise<number> {
  const timesMs: number[] = [];
  for (let index = 0; index < inTurn; index += 1) {
    const startedMs = performance.now();
    await call(verb);
    timesMs.push(performance.now() - startedMs);
  }
  return median(timesMs);
}

async function callAtOnce({ verb, atOnce, concurrency }: CallQuestion): Promise<Omit<CallScore, 'latencyMs'>> {
  let left = atOnce;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await call(verb);
    }
  };
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: concurrency }, work));
  const seconds = (performance.now() - startedMs) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { callsPerSecond: atOnce / seconds, cpuUsPerCall: (user + system) / atOnce };
}

answerWith<CallQuestion>(async (question) => ({
  latencyMs: await callInTurn(question),
  ...(await callAtOnce(question)),
}));
