import { type BatchTables, jobIdOf } from './batch-tables.ts';

const mostAtOnce = 500;

interface ExpiredRow {
  readonly seq: string;
  readonly attempt: number;
  readonly is_turn: boolean;
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
