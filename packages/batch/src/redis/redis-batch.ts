import { createHash } from 'node:crypto';
import { ConfigurationError } from '@xpander/sdk';
import { escapeText } from '../servers/escape-text.ts';
import type { LeaseTimes } from '../servers/lease.ts';
import { createLocalNews, type LocalNews } from '../servers/news.ts';
import { warn } from '../servers/warn.ts';
import type { BatchIdentity } from '../store/types.ts';
import { type Connections, readFacts, type ServerFacts } from './connection.ts';
import { createJobQueue, type JobQueue } from './job-queue.ts';

/** All keys are in one slot of a cluster. Dashboards need this prefix. */
export const prefix = '{xpander-batch}';
const version = '1';

/** An open batch in its keys. */
export interface RedisBatch extends LeaseTimes {
  readonly connections: Connections;
  readonly call: Connections['call'];
  /** The name of the batch's own keys. */
  readonly base: string;
  readonly queue: JobQueue;
  readonly news: LocalNews;
  /**
   * Called before items are claimed: after a new connection, finds out whether it is another server, or the same after a
   * restart. Without a log it has forgotten its last moments, so that each item is looked for from then on.
   */
  meetServer(): Promise<void>;
}

export async function openRedisBatch(
  connections: Connections,
  identity: BatchIdentity,
  times: LeaseTimes,
): Promise<RedisBatch> {
  const { redis, call } = connections;
  const name = queueNameOf(identity);
  const base = `${prefix}:batch:${name}`;
  const facts = await readFacts(redis);
  warnOf(facts);
  const found = await call('open', base, escapeText(identity.name), escapeText(identity.agentId), facts.runId);
  if (found !== version)
    throw new ConfigurationError(
      'store',
      `has the batch in version ${found}, and this is version ${version}`,
      'Update @xpander/batch',
    );
  let isMet = false;
  redis.on('ready', () => {
    isMet = false;
  });
  return {
    ...times,
    connections,
    call,
    base,
    queue: createJobQueue(connections, name, prefix, times),
    news: createLocalNews(),
    async meetServer() {
      if (isMet) return;
      const { runId, hasLog } = await readFacts(redis);
      await call('meet', base, runId, hasLog ? '1' : '0');
      isMet = true;
    },
  };
}

/** A name that a person finds in a dashboard. */
function queueNameOf({ name, agentId }: BatchIdentity): string {
  const readable = name.replace(/[^\w.-]+/g, '-').slice(0, 60);
  return `${readable}.${createHash('sha256').update(`${agentId}\0${name}`).digest('hex').slice(0, 8)}`;
}

function warnOf({ hasLog, eviction }: ServerFacts): void {
  if (!hasLog)
    warn(
      'XPANDER_BATCH_NO_AOF',
      'Redis keeps no append-only file (`appendonly no`). If it restarts, a batch may be lost, and items are looked for before they run. Set `appendonly yes`',
    );
  if (eviction !== '' && eviction !== 'noeviction')
    warn(
      'XPANDER_BATCH_EVICTION',
      `Redis may throw keys away when its memory is full (\`maxmemory-policy ${eviction}\`), and a batch loses items then. Set \`maxmemory-policy noeviction\``,
    );
}
