import { createHash } from 'node:crypto';
import { textOf } from '../engine/turn-text.ts';
import { changedItem } from '../errors/batch-errors.ts';
import { escapeText, shorten, unescapeText } from '../servers/escape-text.ts';
import type { AddSummary, NewItem } from '../store/types.ts';
import { type BatchTables, createQueue, jobIdOf } from './batch-tables.ts';
import type { Sql } from './connection.ts';

const chunkSize = 500;
const longestChunkBytes = 4_000_000;

interface Row {
  readonly seq: number;
  readonly key: string;
  readonly keyHash: string;
  readonly index: number;
  readonly line: number;
  readonly file: string | null;
  readonly thread: string | null;
  readonly threadHash: string | null;
  readonly hash: string;
  readonly request: string;
  readonly text: string;
}

/** Adds what is new, in one transaction. */
export async function addItems(tables: BatchTables, items: AsyncIterable<NewItem>): Promise<AddSummary> {
  const { connection, schema, id } = tables;
  const summary = await connection.transact(async (sql) => {
    const { run } = sql;
    // The input may be slow.
    await run('set local idle_in_transaction_session_timeout = 0');
    await run(`select pg_advisory_xact_lock(hashtextextended('xpander-batch ${schema} ${id}', 0))`);
    const [last] = await run<{ seq: string }>(
      `select coalesce(max(seq), 0) as seq from ${schema}.batch_item where batch = $1`,
      [id],
    );
    let seq = Number(last?.seq ?? 0);
    let added = 0;
    let known = 0;
    let hasThreads = false;
    let rows: Row[] = [];
    let bytes = 0;
    const flush = async (): Promise<void> => {
      const counts = await addRows(tables, sql, rows);
      added += counts.added;
      known += counts.known;
      rows = [];
      bytes = 0;
    };
    for await (const item of items) {
      seq += 1;
      if (item.threadId !== undefined && !hasThreads) {
        await createQueue(tables, 'threads');
        hasThreads = true;
      }
      const row = toRow(item, seq);
      rows.push(row);
      bytes += row.request.length;
      if (rows.length >= chunkSize || bytes >= longestChunkBytes) await flush();
    }
    await flush();
    await run(
      `update ${schema}.batch set has_items = has_items or $2, has_threads = has_threads or $3 where id = $1
       and (has_items, has_threads) is distinct from (has_items or $2, has_threads or $3)`,
      [id, added > 0, hasThreads],
    );
    return { added, known };
  });
  tables.news.ring();
  return summary;
}

function toRow({ key, index, line, file, threadId, hash, request }: NewItem, seq: number): Row {
  return {
    seq,
    key: escapeText(key),
    keyHash: hashOf(key),
    index,
    line,
    file: file === undefined ? null : escapeText(file),
    thread: threadId === undefined ? null : escapeText(threadId),
    threadHash: threadId === undefined ? null : hashOf(threadId),
    hash,
    request: JSON.stringify(request),
    text: shorten(textOf(request)),
  };
}

/** UTF-16, because UTF-8 cannot tell halves of surrogate pairs apart. */
function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf16le').digest('hex').slice(0, 32);
}

async function addRows(tables: BatchTables, sql: Sql, rows: readonly Row[]): Promise<AddSummary> {
  if (rows.length === 0) return { added: 0, known: 0 };
  const { schema, id } = tables;
  const inserted = await sql.run<{ seq: string }>(
    `with input as (
      select * from json_to_recordset($2::json) as x (seq bigint, key text, "keyHash" text, index bigint, line bigint, file text,
        thread text, "threadHash" text, hash text, request text)
    ), added as (
      insert into ${schema}.batch_item (batch, seq, key, key_hash, index, line, file, thread, thread_hash, hash)
      select $1, seq, key, "keyHash", index, line, file, thread, "threadHash", hash from input order by seq
      on conflict (batch, key_hash) do nothing
      returning seq
    ), requests as (
      insert into ${schema}.batch_request (batch, seq, request)
      select $1, input.seq, input.request::json from input join added using (seq)
    )
    select seq from added`,
    [id, JSON.stringify(rows)],
  );
  const isNew = new Set(inserted.map(({ seq }) => Number(seq)));
  if (isNew.size < rows.length)
    await refuseChanged(
      tables,
      sql,
      rows.filter(({ seq }) => !isNew.has(seq)),
    );
  await addJobs(
    tables,
    sql,
    rows.filter(({ seq }) => isNew.has(seq)),
  );
  return { added: isNew.size, known: rows.length - isNew.size };
}

/** @throws BatchInputError if an item that is there already has another request now. */
async function refuseChanged({ schema, id }: BatchTables, { run }: Sql, rows: readonly Row[]): Promise<void> {
  const there = await run<{ key_hash: string; hash: string; state: string }>(
    `select key_hash, hash, state from ${schema}.batch_item where batch = $1 and key_hash = any($2)`,
    [id, rows.map(({ keyHash }) => keyHash)],
  );
  const found = new Map(there.map((item) => [item.key_hash, item]));
  for (const { key, keyHash, hash, line, file } of rows) {
    const item = found.get(keyHash);
    if (item === undefined || item.hash === hash) continue;
    const place = { key: unescapeText(key), line, ...(file !== null && { file: unescapeText(file) }) };
    throw changedItem(place, item.state === 'settled' ? 'done' : item.state === 'running' ? 'running' : 'started');
  }
}

/** What a dashboard shows of an item. The request itself may be large, and stays in its own table. */
async function addJobs({ connection, queues }: BatchTables, { db }: Sql, rows: readonly Row[]): Promise<void> {
  const toJob = ({ seq, key, line, file, text, thread, threadHash }: Row): object => ({
    id: jobIdOf(seq),
    data: { key, line, ...(file !== null && { file }), text, ...(thread !== null && { thread }) },
    ...(threadHash !== null && { singletonKey: threadHash }),
  });
  const plain = rows.filter(({ threadHash }) => threadHash === null).map(toJob);
  const threads = rows.filter(({ threadHash }) => threadHash !== null).map(toJob);
  if (plain.length > 0) await connection.boss.insert(queues.plain, plain, { db });
  if (threads.length > 0) await connection.boss.insert(queues.threads, threads, { db });
}
