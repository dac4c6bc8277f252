import { createHash } from 'node:crypto';
import { escapeText } from '../servers/escape-text.ts';
import type { LeaseTimes } from '../servers/lease.ts';
import type { LocalNews } from '../servers/news.ts';
import type { BatchIdentity } from '../store/types.ts';
import type { Connection } from './connection.ts';
import { migrate } from './schema.ts';

/** An open batch in its tables. */
export interface BatchTables extends LeaseTimes {
  readonly connection: Connection;
  readonly schema: string;
  /** The number of the batch. */
  readonly id: number;
  readonly queues: Queues;
  readonly news: LocalNews;
}

/** The queues of pg-boss for one batch. */
export interface Queues {
  readonly plain: string;
  /** Items of threads, each thread in order. */
  readonly threads: string;
}

/** A batch may take years, and no item of it is ever given up or tidied away. */
const manyYearsSeconds = 10 * 365 * 24 * 3_600;
const longestRunSeconds = 24 * 3_600;
const manyRetries = 1_000_000_000;
/** The shortest that pg-boss allows. */
const leastHeartbeatSeconds = 10;

export async function openTables(
  connection: Connection,
  identity: BatchIdentity,
  times: LeaseTimes,
  news: LocalNews,
): Promise<BatchTables> {
  await migrate(connection);
  const { schema } = connection;
  const values = [identity.agentId, escapeText(identity.name)];
  await connection.run(
    `insert into ${schema}.batch (agent_id, name) values ($1, $2) on conflict (agent_id, name) do nothing`,
    values,
  );
  const [row] = await connection.run<{ id: number }>(
    `select id from ${schema}.batch where agent_id = $1 and name = $2`,
    values,
  );
  if (row === undefined) throw new Error('The batch was deleted while it was opened');
  const tables = { ...times, connection, schema, id: row.id, queues: queuesOf(identity), news };
  await createQueue(tables, 'plain');
  return tables;
}

/** Creates a queue, or leaves it as it is. */
export async function createQueue({ connection, queues, holdMs }: BatchTables, which: keyof Queues): Promise<void> {
  await connection.boss.createQueue(queues[which], {
    policy: which === 'threads' ? 'key_strict_fifo' : 'standard',
    heartbeatSeconds: Math.max(leastHeartbeatSeconds, Math.ceil(holdMs / 1_000)),
    expireInSeconds: longestRunSeconds,
    retentionSeconds: manyYearsSeconds,
    deleteAfterSeconds: 0,
    retryLimit: manyRetries,
    retryDelay: 0,
  });
}

/** Names that a person finds in a dashboard. pg-boss allows few characters. */
function queuesOf({ name, agentId }: BatchIdentity): Queues {
  const readable = name.replace(/[^\w.-]+/g, '-').slice(0, 60);
  const hash = createHash('sha256').update(`${agentId}\0${name}`).digest('hex').slice(0, 8);
  return { plain: `${readable}.${hash}`, threads: `${readable}.${hash}.threads` };
}

/** pg-boss starts the jobs of a thread in the order of their ids, if they were added together. */
export function jobIdOf(seq: number): string {
  return `00000000-0000-8000-8000-${seq.toString(16).padStart(12, '0')}`;
}

export function seqOf(jobId: string): number {
  return Number.parseInt(jobId.slice(-12), 16);
}
