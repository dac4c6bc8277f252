import { type Job, Queue, Worker } from 'bullmq';
import { unescapeText } from '../servers/escape-text.ts';
import type { LeaseTimes } from '../servers/lease.ts';
import type { Connections } from './connection.ts';

/** An item as a dashboard shows it. */
interface JobData {
  readonly key: string;
  readonly line: number;
  readonly file?: string;
  readonly text: string;
  readonly thread?: string;
}

/** An item that BullMQ has handed to this process. */
export interface Taken {
  readonly seq: string;
  readonly turn: string;
  readonly job: Job<JobData>;
}

/** A job that BullMQ has yet to be given. */
export interface NewJob extends JobData {
  readonly seq: string;
  readonly turn: string;
}

/** The queue of BullMQ. Calls reject when the server is away for some seconds. */
export interface JobQueue {
  add(jobs: readonly NewJob[]): Promise<void>;
  take(): Promise<Taken | undefined>;
  /** The job is done with. */
  finish(taken: Taken, output: object): Promise<void>;
  renew(taken: readonly Taken[]): Promise<void>;
  close(): Promise<void>;
}

const longestCallMs = 5_000;
/** A worker that dies again and again must not make an item fail. */
const manyStalls = 1_000_000_000;
/** How many done jobs stay for dashboards. Results are kept elsewhere. */
const keptJobs = 1_000;

export function createJobQueue(
  { engine }: Connections,
  name: string,
  prefix: string,
  { holdMs }: LeaseTimes,
): JobQueue {
  const queue = new Queue<JobData>(name, { connection: engine, prefix });
  const worker = new Worker<JobData>(name, null, {
    connection: engine,
    prefix,
    autorun: false,
    lockDuration: holdMs,
    stalledInterval: Math.max(100, Math.floor(holdMs / 3)),
    maxStalledCount: manyStalls,
  });
  // A connection that breaks, and "Missing lock" after a takeover: neither is an error of the batch.
  queue.on('error', () => undefined);
  worker.on('error', () => undefined);
  void worker.startStalledCheckTimer();
  const token = worker.id;

  return {
    async add(jobs) {
      await soon(
        queue.addBulk(
          jobs.map(({ seq, turn, ...data }) => ({
            name: data.text === '' ? 'item' : data.text,
            data,
            opts: { jobId: `item-${seq}-${turn}`, attempts: 1, removeOnComplete: { count: keptJobs } },
          })),
        ),
      );
    },
    async take() {
      const job = await soon(worker.getNextJob(token, { block: false }));
      if (job === undefined) return undefined;
      const [, seq = '', turn = ''] = /^item-(\d+)-(\d+)$/.exec(job.id ?? '') ?? [];
      return { seq, turn, job };
    },
    async finish({ job }, output) {
      await soon(job.moveToCompleted(output, token, false)).catch(ignoreMissing);
    },
    async renew(taken) {
      await Promise.all(taken.map(({ job }) => soon(job.extendLock(token, holdMs)).catch(ignoreMissing)));
    },
    async close() {
      await soon(Promise.all([worker.close(true), queue.close()])).catch(() => undefined);
    },
  };
}

export function toNewJob(fields: readonly string[]): NewJob {
  const [seq = '', turn = '', key = '', line = '', file = '', thread = '', text = ''] = fields;
  return {
    seq,
    turn,
    key: unescapeText(key),
    line: Number(line),
    ...(file !== '' && { file: unescapeText(file) }),
    text,
    ...(thread !== '' && { thread: unescapeText(thread) }),
  };
}

/** The lease ran out, and another process has the job, or none. The item itself knows whose it is. */
function ignoreMissing(error: unknown): void {
  if (!(error instanceof Error) || !/missing|not in the active state|lock/i.test(error.message)) throw error;
}

function soon<T>(call: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('Redis does not answer')), longestCallMs);
    call.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
