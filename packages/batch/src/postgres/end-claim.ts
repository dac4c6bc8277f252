import type { BatchResult } from '../batch/types.ts';
import { escapeText } from '../servers/escape-text.ts';
import { type BatchTables, jobIdOf } from './batch-tables.ts';
import type { HeldRow } from './take-items.ts';

/**
 * Stores the result and completes the job, both or neither. A claim whose lease has run out may still do so, until another
 * claim replaces it.
 */
export async function settleClaim(
  { connection, schema, id }: BatchTables,
  { seq, attempt, queue }: HeldRow,
  result: BatchResult,
): Promise<boolean> {
  return connection.transact(async ({ run, db }) => {
    const [item] = await run<{ state: string; thread_hash: string | null }>(
      `select state, thread_hash from ${schema}.batch_item where batch = $1 and seq = $2 and attempt = $3 for update`,
      [id, seq, attempt],
    );
    if (item === undefined) return false;
    // The answer to the first call was lost.
    if (item.state === 'settled') return true;
    await run(
      `insert into ${schema}.batch_result (batch, seq, settled, thread_hash, result)
       values ($1, $2, nextval('${schema}.batch_settled'), $3, $4::json)
       on conflict (batch, seq) do update set settled = excluded.settled, result = excluded.result`,
      [id, seq, item.thread_hash, JSON.stringify(result)],
    );
    await run(
      `update ${schema}.batch_item set state = 'settled', status = $3, retry = $4, settled_at = clock_timestamp()
       where batch = $1 and seq = $2`,
      [id, seq, escapeText(result.status), result.attempts - 1],
    );
    const output = { status: result.status, taskId: result.taskId };
    await connection.boss.complete(queue, jobIdOf(seq), output, { db, includeQueued: true });
    return true;
  });
}

/** Lets another claim have the item. */
export async function releaseClaim(
  { connection, schema, id }: BatchTables,
  { seq, attempt, queue, sentBefore }: HeldRow,
  { sent }: { readonly sent: boolean },
): Promise<void> {
  await connection.transact(async ({ run, db }) => {
    const [released] = await run(
      `update ${schema}.batch_item set state = 'waiting', sent_at = ${sent ? 'clock_timestamp()' : '$4::timestamptz'}
       where batch = $1 and seq = $2 and attempt = $3 and state = 'running' returning 1${sent ? ', $4::text' : ''}`,
      [id, seq, attempt, sentBefore],
    );
    if (released !== undefined)
      await connection.boss.fail(queue, [{ id: jobIdOf(seq), retryCount: attempt }], { released: true }, { db });
  });
}
