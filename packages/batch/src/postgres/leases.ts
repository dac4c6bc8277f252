import { type BatchTables, jobIdOf } from './batch-tables.ts';
import type { HeldRow } from './take-items.ts';

const mostAtOnce = 500;

interface ExpiredRow {
  readonly seq: string;
  readonly attempt: number;
  readonly is_turn: boolean;
}

/** Renews the lease of a claim if it is still the latest one, right before its request is sent. */
export async function checkClaim({ connection, schema, id }: BatchTables, { seq, attempt }: HeldRow): Promise<boolean> {
  const rows = await connection.run(
    `update ${schema}.batch_item set sent_at = clock_timestamp(), alive_at = clock_timestamp()
     where batch = $1 and seq = $2 and attempt = $3 and state = 'running' returning 1`,
    [id, seq, attempt],
  );
  return rows.length > 0;
}

/** Gives signs of life, and tells which claims are not the latest any more. */
export async function renewClaims(
  { connection, schema, id }: BatchTables,
  rows: readonly HeldRow[],
): Promise<ReadonlySet<number>> {
  const attempts = rows.map(({ seq, attempt }) => ({ seq, attempt }));
  const alive = await connection.run<{ seq: string }>(
    `update ${schema}.batch_item item set alive_at = clock_timestamp()
     from json_to_recordset($2::json) as x (seq bigint, attempt integer)
     where item.batch = $1 and item.seq = x.seq and item.attempt = x.attempt and item.state = 'running'
     returning item.seq`,
    [id, JSON.stringify(attempts)],
  );
  const isAlive = new Set(alive.map(({ seq }) => Number(seq)));
  for (const queue of new Set(rows.map((row) => row.queue))) {
    const jobs = rows.filter((row) => row.queue === queue && isAlive.has(row.seq));
    const fetched = jobs.map(({ seq, attempt }) => ({ id: jobIdOf(seq), retryCount: attempt }));
    if (fetched.length > 0) await connection.boss.touch(queue, fetched);
  }
  return new Set(rows.map(({ seq }) => seq).filter((seq) => !isAlive.has(seq)));
}

/**
 * Gives back what claims held that have shown no sign of life for too long. pg-boss does the same, but looks once a minute
 * and knows no time below ten seconds.
 */
export async function releaseExpired({ connection, schema, id, queues, holdMs }: BatchTables): Promise<void> {
  const expired = `batch = $1 and state = 'running' and alive_at < clock_timestamp() - $2 * interval '1 millisecond'`;
  const [any] = await connection.run(`select 1 from ${schema}.batch_item where ${expired} limit 1`, [id, holdMs]);
  if (any === undefined) return;
  await connection.transact(async ({ run, db }) => {
    const rows = await run<ExpiredRow>(
      `with expired as (
        select seq from ${schema}.batch_item where ${expired} order by seq limit ${mostAtOnce} for update skip locked
      )
      update ${schema}.batch_item item set state = 'waiting' from expired
      where item.batch = $1 and item.seq = expired.seq
      returning item.seq, item.attempt, item.thread_hash is not null as is_turn`,
      [id, holdMs],
    );
    for (const isTurn of [false, true]) {
      const jobs = rows
        .filter((row) => row.is_turn === isTurn)
        .map(({ seq, attempt }) => ({ id: jobIdOf(Number(seq)), retryCount: attempt }));
      const queue = isTurn ? queues.threads : queues.plain;
      if (jobs.length > 0) await connection.boss.fail(queue, jobs, { expired: true }, { db });
    }
  });
}
