/** A process of its own: takes the one item of a batch over from a worker that gives no sign of life, and dies with it. */
import { redisStore } from '../../src/redis/index.ts';

const { url, leaseMs, name, agentId } = JSON.parse(process.argv[2] ?? '') as {
  readonly url: string;
  readonly leaseMs: number;
  readonly name: string;
  readonly agentId: string;
};
const store = await redisStore({ url, leaseMs }).open({ name, agentId });
while ((await store.claim(1, new AbortController().signal)).length === 0);
process.exit(0);
