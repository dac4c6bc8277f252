import type { BatchResult, StopReason } from '../batch/types.ts';
import { batchGone } from '../servers/batch-gone.ts';
import { unescapeText } from '../servers/escape-text.ts';
import type { BatchOrigin, Claim, StoreStatus } from '../store/types.ts';
import type { RedisBatch } from './redis-batch.ts';

/** Results may be large. */
const pageSize = 20;

export async function readStatus({ call, base }: RedisBatch): Promise<StoreStatus> {
  const fields = (await call('status', base)) as (string | number)[] | null;
  if (fields === null) throw batchGone();
  const [total = 0, running = 0, completed = 0, failed = 0, recent = 0] = fields.slice(0, 5).map(Number);
  const [origin, code, message] = fields.slice(5).map(String);
  return {
    waiting: total - running - completed - failed,
    running,
    completed,
    failed,
    perMinute: recent,
    origin: origin as BatchOrigin,
    stop: code ? { code: code as StopReason['code'], message: unescapeText(message ?? '') } : undefined,
  };
}

export async function* readRunning(batch: RedisBatch): AsyncGenerator<Pick<Claim, 'key' | 'retry' | 'threadId'>> {
  const { connections, base } = batch;
  for (const seq of await connections.redis.smembers(`${base}:running`)) {
    const [key, retry, thread] = await connections.redis.hmget(`${base}:item:${seq}`, 'key', 'retry', 'thread');
    if (typeof key !== 'string') continue;
    yield { key: unescapeText(key), retry: Number(retry), threadId: thread ? unescapeText(thread) : undefined };
  }
}

/** Up to what was settled at the start: a result that is replaced meanwhile is not read twice. */
export async function* readResults({ connections, base }: RedisBatch): AsyncGenerator<BatchResult> {
  const { redis } = connections;
  const last = await redis.hget(base, 'score');
  if (last === null) return;
  for (let after = '0'; ; ) {
    const page = await redis.zrangebyscore(`${base}:settled`, `(${after}`, last, 'WITHSCORES', 'LIMIT', 0, pageSize);
    const seqs = page.filter((_, position) => position % 2 === 0);
    if (seqs.length === 0) return;
    const results = await redis.hmget(`${base}:results`, ...seqs);
    for (const result of results) if (result !== null) yield JSON.parse(result) as BatchResult;
    after = page.at(-1) ?? last;
  }
}
