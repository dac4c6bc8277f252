import type { BatchResult, StopReason } from '../batch/types.ts';
import { batchGone } from '../servers/batch-gone.ts';
import { unescapeText } from '../servers/escape-text.ts';
import type { BatchOrigin, Claim, StoreStatus } from '../store/types.ts';
import type { BatchTables } from './batch-tables.ts';

const pageSize = 200;
const longestPageBytes = 8_000_000;

interface StatusRow {
  readonly waiting: string;
  readonly running: string;
  readonly completed: string;
  readonly failed: string;
  readonly per_minute: string;
  readonly origin: BatchOrigin;
  readonly stop_code: StopReason['code'] | null;
  readonly stop_message: string | null;
}

export async function readStatus({ connection, schema, id }: BatchTables): Promise<StoreStatus> {
  const [row] = await connection.run<StatusRow>(
    `select batch.origin, batch.stop_code, batch.stop_message, counts.*
     from ${schema}.batch batch cross join lateral (
       select count(*) filter (where state = 'waiting') as waiting,
         count(*) filter (where state = 'running') as running,
         count(*) filter (where state = 'settled' and status = 'completed') as completed,
         count(*) filter (where state = 'settled' and status <> 'completed') as failed,
         (select count(*) from ${schema}.batch_item recent where recent.batch = batch.id and recent.state = 'settled'
            and recent.settled_at > clock_timestamp() - interval '1 minute') as per_minute
       from ${schema}.batch_item item where item.batch = batch.id
     ) counts where batch.id = $1`,
    [id],
  );
  if (row === undefined) throw batchGone();
  const { stop_code: code, stop_message: message } = row;
  return {
    waiting: Number(row.waiting),
    running: Number(row.running),
    completed: Number(row.completed),
    failed: Number(row.failed),
    perMinute: Number(row.per_minute),
    origin: row.origin,
    stop: code === null ? undefined : { code, message: unescapeText(message ?? '') },
  };
}

export async function* readRunning(tables: BatchTables): AsyncGenerator<Pick<Claim, 'key' | 'retry' | 'threadId'>> {
  const { connection, schema, id } = tables;
  const rows = await connection.run<{ key: string; retry: number; thread: string | null }>(
    `select key, retry, thread from ${schema}.batch_item where batch = $1 and state = 'running' order by seq`,
    [id],
  );
  for (const { key, retry, thread } of rows)
    yield { key: unescapeText(key), retry, threadId: thread === null ? undefined : unescapeText(thread) };
}

/** Pages of a limited size, up to what was settled at the start: a result that is replaced meanwhile is not read twice. */
export async function* readResults({ connection, schema, id }: BatchTables): AsyncGenerator<BatchResult> {
  const [bound] = await connection.run<{ last: string }>(
    `select coalesce(max(settled), 0) as last from ${schema}.batch_result where batch = $1`,
    [id],
  );
  const last = bound?.last ?? '0';
  for (let after = '0'; ; ) {
    const rows = await connection.run<{ settled: string; result: BatchResult }>(
      `select settled, result from (
         select settled, result, sum(pg_column_size(result)) over (order by settled) - pg_column_size(result) as before
         from (
           select settled, result from ${schema}.batch_result
           where batch = $1 and settled > $2 and settled <= $3 order by settled limit ${pageSize}
         ) page
       ) sized where before < ${longestPageBytes} order by settled`,
      [id, after, last],
    );
    for (const row of rows) yield row.result;
    const end = rows.at(-1)?.settled;
    if (end === undefined) return;
    after = end;
  }
}
