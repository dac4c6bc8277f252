import { ConfigurationError } from '@xpander/sdk';
import type { Connection } from './connection.ts';

/**
 * What leads from one version of the tables to the next, beside those of pg-boss. A published step never changes.
 *
 * Keys, threads and names are kept as `escapeText` writes them. Requests and results are `json`, not `jsonb`, because only
 * `json` keeps every text as it is.
 */
const steps = [
  `
  create table batch (
    id integer generated always as identity primary key,
    agent_id text not null,
    name text not null,
    came_at timestamptz not null default clock_timestamp(),
    origin text not null default 'unknown' check (origin in ('unknown', 'new', 'seen')),
    stop_code text,
    stop_message text,
    has_items boolean not null default false,
    has_threads boolean not null default false,
    unique (agent_id, name)
  );
  create sequence batch_settled;
  create table batch_item (
    batch integer not null references batch on delete cascade,
    seq bigint not null,
    key text not null,
    key_hash text not null,
    index bigint not null,
    line bigint not null,
    file text,
    thread text,
    thread_hash text,
    hash text not null,
    state text not null default 'waiting' check (state in ('waiting', 'running', 'settled')),
    status text,
    retry integer not null default 0,
    attempt integer,
    alive_at timestamptz,
    sent_at timestamptz,
    settled_at timestamptz,
    primary key (batch, seq),
    unique (batch, key_hash)
  );
  create index batch_item_running on batch_item (batch, alive_at) where state = 'running';
  create index batch_item_failed on batch_item (batch, retry) where state = 'settled' and status <> 'completed';
  create index batch_item_state on batch_item (batch, state, status);
  create index batch_item_settled on batch_item (batch, settled_at) where state = 'settled';
  create table batch_request (
    batch integer not null references batch on delete cascade,
    seq bigint not null,
    request json not null,
    primary key (batch, seq)
  );
  create table batch_result (
    batch integer not null references batch on delete cascade,
    seq bigint not null,
    settled bigint not null,
    thread_hash text,
    result json not null,
    primary key (batch, seq),
    unique (batch, settled)
  );
  create index batch_result_thread on batch_result (batch, thread_hash, settled) where thread_hash is not null;
  create table batch_limit (
    name text primary key,
    next_at timestamptz not null default clock_timestamp(),
    paused_until timestamptz not null default '-infinity'
  );
  create view batch_progress as
    select batch.name, batch.agent_id,
      count(*) filter (where state = 'waiting') as waiting,
      count(*) filter (where state = 'running') as running,
      count(*) filter (where state = 'settled' and status = 'completed') as completed,
      count(*) filter (where state = 'settled' and status <> 'completed') as failed,
      count(*) filter (where settled_at > clock_timestamp() - interval '1 minute') as per_minute,
      batch.stop_code
    from batch left join batch_item on batch_item.batch = batch.id
    group by batch.id;
  -- The generic cell rate algorithm: next_at is when the next request of an even line is due.
  create function batch_limit_take(limit_name text, step_ms float8, burst integer) returns float8
  language plpgsql set search_path from current as $$
  declare
    line batch_limit;
    step interval := step_ms * interval '1 millisecond';
    instant timestamptz;
    due timestamptz;
  begin
    insert into batch_limit (name) values (limit_name) on conflict do nothing;
    select * into line from batch_limit where name = limit_name for update;
    instant := clock_timestamp();
    due := greatest(line.next_at - (burst - 1) * step, line.paused_until);
    if due > instant then
      return extract(epoch from due - instant) * 1000;
    end if;
    update batch_limit set next_at = greatest(line.next_at, instant) + step where name = limit_name;
    return 0;
  end $$;
  `,
];

/** Creates or migrates the tables. Processes that start together wait for each other. */
export async function migrate({ transact, schema }: Connection): Promise<void> {
  await transact(async ({ run }) => {
    await run(`select pg_advisory_xact_lock(hashtextextended('xpander-batch ${schema}', 0))`);
    await run(`set local search_path to ${schema}`);
    await run('create table if not exists batch_version (version integer not null)');
    const [row] = await run<{ version: number }>('select version from batch_version');
    const version = row?.version ?? 0;
    if (version > steps.length)
      throw new ConfigurationError(
        'schema',
        `${schema} has tables of version ${version}, and this is version ${steps.length}`,
        'Update @xpander/batch, or name another schema',
      );
    for (const step of steps.slice(version)) await run(step);
    if (row === undefined) await run(`insert into batch_version values (${steps.length})`);
    else if (version < steps.length) await run(`update batch_version set version = ${steps.length}`);
  });
}
