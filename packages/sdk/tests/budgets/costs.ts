import { createHook } from 'node:async_hooks';
import { createApiClient } from '@xpander/generated';
import { Xpander } from '@xpander/sdk';

/** What one call, or one event, takes: counts of this process, and what openapi-fetch takes for the same. */
export interface Costs {
  readonly promises: number;
  readonly timers: number;
  readonly heapBytes: number;
}

/** `costs.ts <base URL>`, with `--expose-gc` and a young generation that holds a whole measurement; prints JSON. */
const [, , baseUrl = ''] = process.argv;
const apiKey = 'key';
const xpander = new Xpander({ apiKey, baseUrl });
const api = createApiClient({ baseUrl, headers: { 'x-api-key': apiKey } });

const subjects = {
  get: () => xpander.tasks.get('task-1'),
  getByOpenapiFetch: () => api.GET('/v1/tasks/{task_id}', { params: { path: { task_id: 'task-1' } } }),
  start: () => xpander.agents.invokeAsync('agent-1', 'hi'),
  startByOpenapiFetch: () =>
    api.POST('/v1/agents/{agent_id}/invoke/async', {
      params: { path: { agent_id: 'agent-1' } },
      body: { input: { text: 'hi' } },
    }),
};

let promises = 0;
let timers = 0;
const counting = createHook({
  init(_id, type) {
    if (type === 'PROMISE') promises += 1;
    if (type === 'Timeout') timers += 1;
  },
});

async function repeat(call: () => Promise<unknown>, times: number): Promise<void> {
  for (let done = 0; done < times; done += 1) await call();
}

/** Counting takes memory too, so that what is counted is not what is weighed. */
async function measure(call: () => Promise<unknown>, times: number, units = 1): Promise<Costs> {
  const each = times * units;
  [promises, timers] = [0, 0];
  counting.enable();
  await repeat(call, times);
  counting.disable();
  const counts = { promises: promises / each, timers: timers / each };
  globalThis.gc?.();
  const heap = process.memoryUsage().heapUsed;
  await repeat(call, times);
  return { ...counts, heapBytes: (process.memoryUsage().heapUsed - heap) / each };
}

async function readEvents(): Promise<void> {
  for await (const event of xpander.agents.stream('agent-1', 'hi')) if (event.type === 'unknown') throw event;
}

const rounds: Record<string, Costs>[] = [];
await Promise.all(Object.values(subjects).map((call) => repeat(call, 300)));
await repeat(readEvents, 5);
for (let round = 0; round < 5; round += 1) {
  const measured: Record<string, Costs> = {};
  for (const [name, call] of Object.entries(subjects)) measured[name] = await measure(call, 150);
  measured.event = await measure(readEvents, 1, 5_000);
  rounds.push(measured);
}
process.stdout.write(JSON.stringify(rounds));
process.exit();
