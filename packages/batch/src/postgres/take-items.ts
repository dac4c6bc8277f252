import type { AgentRequest } from '@xpander/sdk';
import type { BatchResult } from '../batch/types.ts';
import { batchGone } from '../servers/batch-gone.ts';
import { firstSeq, toClaim } from '../servers/claimed-item.ts';
import type { Held } from '../servers/held-claims.ts';
import type { BatchOrigin, Claim } from '../store/types.ts';
import { type BatchTables, jobIdOf, seqOf } from './batch-tables.ts';
import type { Sql } from './connection.ts';

/** A claim, as this process remembers it. */
export interface HeldRow extends Held {
  readonly queue: string;
  /** When a request may have been sent before this claim, as text. */
  readonly sentBefore: string | null;
}

interface BatchRow {
  readonly is_stopped: boolean;
  readonly has_threads: boolean;
  /** Whether the item that goes before all others may still be waiting, and has no thread. */
  readonly opens_plain: boolean;
}

interface ClaimedRow {
  readonly seq: string;
  readonly key: string;
  readonly index: string;
  readonly thread: string | null;
  readonly thread_hash: string | null;
  readonly retry: number;
  readonly attempt: number;
  readonly request: AgentRequest;
  readonly sent_before: string | null;
  readonly sent_ago_ms: number | null;
  readonly origin: BatchOrigin;
  readonly came_ago_ms: number;
}

type Taken = readonly (readonly [Claim, HeldRow])[];

/** Takes up to `most` jobs from pg-boss, and claims their items in the same transaction. */
export async function takeItems(tables: BatchTables, most: number): Promise<Taken> {
  const { connection, schema, id, queues } = tables;
  return connection
    .transact(async (sql) => {
      const [batch] = await sql.run<BatchRow>(
        `select stop_code is not null as is_stopped, has_threads, origin = 'unknown' and exists (
          select from ${schema}.batch_item where batch = $1 and seq = $2 and thread is null) as opens_plain
        from ${schema}.batch where id = $1`,
        [id, firstSeq],
      );
      if (batch === undefined) throw batchGone();
      if (batch.is_stopped) return [];
      const taken: (readonly [Claim, HeldRow])[] = [];
      // Threads first, because each of them takes its items one after the other.
      const both = batch.opens_plain ? [queues.plain, queues.threads] : [queues.threads, queues.plain];
      for (const queue of batch.has_threads ? both : [queues.plain])
        taken.push(...(await takeFrom(tables, sql, queue, most - taken.length)));
      return taken;
    })
    .catch((error) => {
      if (isOvertaken(error)) return [];
      throw error;
    });
}

async function takeFrom(tables: BatchTables, sql: Sql, queue: string, most: number): Promise<Taken> {
  const { schema, id, leaseMs } = tables;
  const { boss } = tables.connection;
  const { db } = sql;
  const jobs = most > 0 ? await boss.fetch(queue, { batchSize: most, db }) : [];
  if (jobs.length === 0) return [];
  const attempts = jobs.map((job) => ({ seq: seqOf(job.id), attempt: job.retryCount }));
  const rows = await sql.run<ClaimedRow>(claimSql(schema), [id, JSON.stringify(attempts)]);
  // An item that is settled already, or was deleted by hand.
  const isClaimed = new Set(rows.map(({ seq }) => jobIdOf(Number(seq))));
  const rest = jobs.map((job) => job.id).filter((jobId) => !isClaimed.has(jobId));
  if (rest.length > 0) await boss.complete(queue, rest, null, { db });
  const taken: (readonly [Claim, HeldRow])[] = [];
  for (const row of rows) {
    const previous = row.thread_hash === null ? undefined : await previousOf(tables, sql, row.thread_hash);
    const item = {
      ...row,
      seq: Number(row.seq),
      index: Number(row.index),
      thread: row.thread ?? undefined,
      isFirst: row.sent_before === null,
      previous,
      sentAgoMs: row.sent_ago_ms ?? undefined,
      cameAgoMs: row.came_ago_ms,
    };
    const [claim, held] = toClaim(item, leaseMs);
    taken.push([claim, { ...held, queue, sentBefore: row.sent_before }]);
  }
  return taken;
}

/** Marks fetched items as claimed, and tells what was known of them before. */
function claimSql(schema: string): string {
  return `
    with input as (
      select * from json_to_recordset($2::json) as x (seq bigint, attempt integer)
    ), former as (
      select item.seq, item.sent_at, item.alive_at from ${schema}.batch_item item join input using (seq)
      where item.batch = $1 and item.state <> 'settled' for update of item
    )
    update ${schema}.batch_item item set state = 'running', attempt = input.attempt, alive_at = clock_timestamp()
    from input, former, ${schema}.batch_request request, ${schema}.batch batch
    where item.batch = $1 and item.seq = input.seq and former.seq = input.seq and batch.id = $1
      and request.batch = $1 and request.seq = input.seq
    returning item.seq, item.key, item.index, item.thread, item.thread_hash, item.retry, item.attempt, request.request,
      former.sent_at::text as sent_before, batch.origin,
      extract(epoch from clock_timestamp() - greatest(former.sent_at, former.alive_at))::float8 * 1000
        * case when former.sent_at is null then null else 1 end as sent_ago_ms,
      extract(epoch from clock_timestamp() - batch.came_at)::float8 * 1000 as came_ago_ms`;
}

async function previousOf(
  { schema, id }: BatchTables,
  { run }: Sql,
  threadHash: string,
): Promise<BatchResult | undefined> {
  const [row] = await run<{ result: BatchResult }>(
    `select result from ${schema}.batch_result where batch = $1 and thread_hash = $2 order by settled desc limit 1`,
    [id, threadHash],
  );
  return row?.result;
}

/** Another process was faster with the same thread: pg-boss has swallowed the conflict, but the transaction is over. */
function isOvertaken(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === '25P02' || code === '23505' || code === '40P01';
}
