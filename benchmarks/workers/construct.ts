import { answerWith } from '../measure/child.ts';
import type { Driver } from '../peers/driver.ts';

/** Creates clients of one kind: `construct.ts <driver>`. Answers with the milliseconds that one takes. */
const [, , name = ''] = process.argv;
const { driver } = (await import(`../peers/${name}.ts`)) as { driver: Driver };

answerWith<{ clients: number }>(async ({ clients }) => {
  const startedMs = performance.now();
  for (let index = 0; index < clients; index += 1) driver.create('http://127.0.0.1:1/prefix');
  return (performance.now() - startedMs) / clients;
});
