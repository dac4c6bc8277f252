import type { AgentRequest } from '@xpander/sdk';
import type { BatchResult } from '../batch/types.ts';
import { batchGone } from '../servers/batch-gone.ts';
import { escapeText, unescapeText } from '../servers/escape-text.ts';
import { toGraceMs } from '../servers/grace.ts';
import { createHeldClaims, type Held, type HeldClaims } from '../servers/held-claims.ts';
import type { BatchOrigin, Claim } from '../store/types.ts';
import { type BatchTables, jobIdOf, seqOf } from './batch-tables.ts';
import type { Sql } from './connection.ts';
import { releaseExpired } from './expired-claims.ts';

/** A claim, as this process remembers it. */
export interface HeldRow extends Held {
  readonly queue: string;
  /** When a request may have been sent before this claim, as text. */
  readonly sentBefore: string | null;
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

interface BatchRow {
  readonly is_stopped: boolean;
  readonly has_threads: boolean;
}

export interface Claims {
  /** Claims up to `most` items, or none if none can be claimed at the moment. */
  claim(most: number): Promise<readonly Claim[]>;
  check(claim: Claim): Promise<boolean>;
  settle(claim: Claim, result: BatchResult): Promise<boolean>;
  release(claim: Claim, how: { readonly sent: boolean }): Promise<void>;
  close(): Promise<void>;
}

export function createClaims(tables: BatchTables): Claims {
  const { connection, schema, id, queues, leaseMs, beatMs, news } = tables;
  const { boss } = connection;
  const held: HeldClaims<HeldRow> = createHeldClaims(beatMs, (rows) => renew(tables, rows));

  const claimFrom = async (sql: Sql, queue: string, most: number): Promise<readonly ClaimedRow[]> => {
    const jobs = most > 0 ? await boss.fetch(queue, { batchSize: most, db: sql.db }) : [];
    if (jobs.length === 0) return [];
    const attempts = jobs.map((job) => ({ seq: seqOf(job.id), attempt: job.retryCount }));
    const rows = await sql.run<ClaimedRow>(claimSql(schema), [id, JSON.stringify(attempts)]);
    // An item that is settled already, or was deleted by hand.
    const isClaimed = new Set(rows.map(({ seq }) => jobIdOf(Number(seq))));
    const rest = jobs.filter((job) => !isClaimed.has(job.id));
    if (rest.length > 0)
      await boss.complete(
        queue,
        rest.map((job) => job.id),
        null,
        { db: sql.db },
      );
    return rows;
  };

  const toClaim = async (row: ClaimedRow, queue: string, sql: Sql): Promise<readonly [Claim, HeldRow]> => {
    const lost = new AbortController();
    const previous = row.thread_hash === null ? undefined : await previousOf(tables, sql, row.thread_hash);
    const former = { sentAgoMs: row.sent_ago_ms ?? undefined, origin: row.origin, cameAgoMs: row.came_ago_ms };
    const claim: Claim = {
      key: unescapeText(row.key),
      index: Number(row.index),
      request: row.request,
      threadId: row.thread === null ? undefined : unescapeText(row.thread),
      retry: row.retry,
      isFirst: row.sent_before === null,
      graceMs: toGraceMs(former, leaseMs),
      origin: row.origin,
      previous,
      lost: lost.signal,
    };
    const { attempt, sent_before: sentBefore } = row;
    return [claim, { seq: Number(row.seq), attempt, lost, isChecked: false, queue, sentBefore }];
  };

  const release = async (claim: Claim, { sent }: { readonly sent: boolean }): Promise<void> => {
    const row = held.of(claim);
    if (row === undefined) return;
    await connection.transact(async ({ run, db }) => {
      const [released] = await run(
        `update ${schema}.batch_item set state = 'waiting', sent_at = ${sent ? 'clock_timestamp()' : '$4::timestamptz'}
         where batch = $1 and seq = $2 and attempt = $3 and state = 'running' returning 1${sent ? ', $4::text' : ''}`,
        [id, row.seq, row.attempt, row.sentBefore],
      );
      if (released !== undefined)
        await boss.fail(row.queue, [{ id: jobIdOf(row.seq), retryCount: row.attempt }], { released: true }, { db });
    });
    held.drop(claim);
    news.ring();
  };

  return {
    async claim(most) {
      await releaseExpired(tables);
      const claimed = await connection
        .transact(async (sql) => {
          const [batch] = await sql.run<BatchRow>(
            `select stop_code is not null as is_stopped, has_threads from ${schema}.batch where id = $1`,
            [id],
          );
          if (batch === undefined) throw batchGone();
          const claims: (readonly [Claim, HeldRow])[] = [];
          if (batch.is_stopped) return claims;
          // Threads first, because each of them takes its items one after the other.
          for (const queue of batch.has_threads ? [queues.threads, queues.plain] : [queues.plain])
            for (const row of await claimFrom(sql, queue, most - claims.length))
              claims.push(await toClaim(row, queue, sql));
          return claims;
        })
        .catch((error) => {
          if (isOvertaken(error)) return [];
          throw error;
        });
      // Only now: a sign of life for a claim that is not committed yet would find it lost.
      for (const [claim, row] of claimed) held.add(claim, row);
      return claimed.map(([claim]) => claim);
    },
    async check(claim) {
      const row = held.of(claim);
      if (row === undefined || claim.lost.aborted) return false;
      row.isChecked = true;
      const rows = await connection.run(
        `update ${schema}.batch_item set sent_at = clock_timestamp(), alive_at = clock_timestamp()
         where batch = $1 and seq = $2 and attempt = $3 and state = 'running' returning 1`,
        [id, row.seq, row.attempt],
      );
      if (rows.length === 0) {
        held.drop(claim);
        row.lost.abort();
      }
      return rows.length > 0;
    },
    async settle(claim, result) {
      const row = held.of(claim);
      if (row === undefined) return false;
      const isStored = await connection.transact((sql) => store(tables, sql, row, result));
      held.drop(claim);
      news.ring();
      return isStored;
    },
    release,
    async close() {
      held.stop();
      for (const [claim, row] of held.all()) await release(claim, { sent: row.isChecked }).catch(ignore);
    },
  };
}

function ignore(): void {}

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

/**
 * Stores the result and completes the job, both or neither. A claim whose lease has run out may still do so, until another
 * claim replaces it.
 */
async function store(
  { connection, schema, id }: BatchTables,
  { run, db }: Sql,
  { seq, attempt, queue }: HeldRow,
  result: BatchResult,
): Promise<boolean> {
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
}

/** Gives signs of life, and tells which claims are not the latest any more. */
async function renew({ connection, schema, id }: BatchTables, rows: readonly HeldRow[]): Promise<ReadonlySet<number>> {
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

/** Another process was faster with the same thread: pg-boss has swallowed the conflict, but the transaction is over. */
function isOvertaken(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === '25P02' || code === '23505' || code === '40P01';
}
