import type { StopReason } from '../batch/types.ts';
import { escapeText } from '../servers/escape-text.ts';
import type { WorkTerms } from '../store/types.ts';
import { type BatchTables, jobIdOf } from './batch-tables.ts';
import type { Sql } from './connection.ts';

/** Lets the batch go on, and puts failed items back in their place in the queue. */
export async function beginWork(tables: BatchTables, { retryFailed }: WorkTerms): Promise<void> {
  const { connection, schema, id } = tables;
  await connection.transact(async (sql) => {
    await sql.run(
      `update ${schema}.batch set stop_code = null, stop_message = null where id = $1 and stop_code <> 'cancelled'`,
      [id],
    );
    if (retryFailed > 0) await reopenFailed(tables, sql, retryFailed);
  });
}

async function reopenFailed({ schema, id, queues }: BatchTables, { run }: Sql, retryFailed: number): Promise<void> {
  const rows = await run<{ seq: string }>(
    `update ${schema}.batch_item
     set state = 'waiting', retry = retry + 1, status = null, settled_at = null, sent_at = null, alive_at = null
     where batch = $1 and state = 'settled' and status not in ('completed', 'paused') and retry < $2
     returning seq`,
    [id, retryFailed],
  );
  if (rows.length === 0) return;
  // pg-boss reopens failed and cancelled jobs only, and a failed job would hold up its thread. `started_on` stays, so that
  // the next claim has a number of its own.
  await run(
    `update ${schema}.job set state = 'created', completed_on = null, output = null
     where name = any($1) and id = any($2::uuid[]) and state = 'completed'`,
    [[queues.plain, queues.threads], rows.map(({ seq }) => jobIdOf(Number(seq)))],
  );
}

export async function stopBatch({ connection, schema, id }: BatchTables, { code, message }: StopReason): Promise<void> {
  await connection.run(
    `update ${schema}.batch set stop_code = $2, stop_message = $3
     where id = $1 and (stop_code is null or ($2 = 'cancelled' and stop_code <> 'cancelled'))`,
    [id, code, escapeText(message)],
  );
}

export async function noteOrigin({ connection, schema, id }: BatchTables, origin: 'new' | 'seen'): Promise<void> {
  await connection.run(`update ${schema}.batch set origin = $2 where id = $1 and (origin = 'unknown' or $2 = 'seen')`, [
    id,
    origin,
  ]);
}
