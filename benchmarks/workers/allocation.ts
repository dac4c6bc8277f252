import { PerformanceObserver } from 'node:perf_hooks';
import { answerWith } from '../measure/child.ts';
import type { Driver } from '../peers/driver.ts';
import type { CallQuestion } from './calls.ts';

/**
 * Measures the bytes that one call allocates on the JavaScript heap: `allocation.ts <driver> <baseUrl>`.
 *
 * The young generation must be so large that no collection runs. The growth of the heap is then the allocation.
 */
const [, , name = '', baseUrl = ''] = process.argv;
const { driver } = (await import(`../peers/${name}.ts`)) as { driver: Driver };
const client = driver.create(baseUrl);

let collections = 0;
new PerformanceObserver((list) => {
  collections += list.getEntries().length;
}).observe({ entryTypes: ['gc'] });

async function callInTurn(verb: CallQuestion['verb'], calls: number): Promise<void> {
  for (let index = 0; index < calls; index += 1) await client[verb]?.();
}

answerWith<{ verb: CallQuestion['verb']; warmUp: number; calls: number }>(async ({ verb, warmUp, calls }) => {
  await callInTurn(verb, warmUp);
  globalThis.gc?.();
  await new Promise((resolve) => setTimeout(resolve, 50));
  collections = 0;
  const before = process.memoryUsage().heapUsed;
  await callInTurn(verb, calls);
  const bytes = process.memoryUsage().heapUsed - before;
  await new Promise((resolve) => setTimeout(resolve, 50));
  if (collections > 0) throw new Error('A garbage collection ran during the measurement');
  return bytes / calls;
});
