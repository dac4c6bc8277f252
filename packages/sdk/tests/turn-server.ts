import type { Clock } from '../src/index.ts';
import { event, eventStream, json, networkError } from './support.ts';

/** A question, what happens to its requests, and what its run does. */
export interface Question {
  readonly token: string;
  /** What happens to its POST; see `send` below. */
  readonly fault: 'none' | 'lost' | 'dropped' | 'late' | 'bad gateway' | 'refused' | 'rate limited';
  /** What happens to its stream of events. */
  readonly stream: 'whole' | 'cut' | 'closed' | 'silent' | 'without its end';
  readonly runMs: number;
  /** How long the run is paused half-way through. `0` means not at all. */
  readonly pausedMs: number;
}

/** How the server behaves. */
export interface ServerProfile {
  /** The round-trip time of a request. */
  readonly latencyMs: number;
  /** How stale reads are. */
  readonly lagMs: number;
  /** Whether all reads are equally stale, or by varying amounts, so that a read may show an older state than the one before. */
  readonly lag: 'steady' | 'jumping';
  readonly stamps: 'micros' | 'seconds' | 'without a zone' | 'never moved' | 'none';
  /** The status code for a record that does not exist. */
  readonly unknown: 404 | 422;
  /** One of this many reads gets a 429. `0` means none. */
  readonly busyEvery: number;
}

export interface TurnServer {
  readonly fetch: (request: Request) => Promise<Response>;
  /** The questions whose runs began, in that order. */
  readonly begun: string[];
  /** The questions whose runs began while another one was running. */
  readonly collisions: string[];
  /** The number of POSTs, by question. */
  readonly posts: Map<string, number>;
}

type Task = Record<string, unknown>;

/** One thread, with every state of its record and the question that is running. */
interface ThreadRecord {
  readonly id: string;
  readonly history: { readonly fromMs: number; readonly task: Task }[];
  running: string | undefined;
}

/** How long after its connection was reset a late POST arrives. */
const lateMs = 600;

/** The id of the thread that exists from the beginning, if there is one. */
export const threadId = 'thread-0';

/** A server of threads with stale reads. Each answer repeats the token of its question. */
export function createTurnServer(
  clock: Clock,
  questions: ReadonlyMap<string, Question>,
  profile: ServerProfile,
  hasHistory: boolean,
): TurnServer {
  const { latencyMs, lagMs, stamps } = profile;
  const begun: string[] = [];
  const collisions: string[] = [];
  const posts = new Map<string, number>();
  const threads = new Map<string, ThreadRecord>();
  const startMs = clock.now();
  let reads = 0;

  const stampOf = (ms: number): string | null => {
    if (stamps === 'none') return null;
    if (stamps === 'never moved') return new Date(startMs).toISOString();
    const stamp = new Date(ms).toISOString();
    if (stamps === 'seconds') return stamp.replace(/\.\d+/, '');
    return stamps === 'micros' ? stamp.replace('Z', '000Z') : stamp.replace('Z', '');
  };
  const threadOf = (id: string): ThreadRecord => {
    const thread = threads.get(id) ?? { id, history: [], running: undefined };
    threads.set(id, thread);
    return thread;
  };
  const write = ({ id, history }: ThreadRecord, token: string, status: string, more: object = {}): Task => {
    const task = { id, status, input: { text: token }, result: null, finished_at: null, ...more };
    history.push({ fromMs: clock.now(), task });
    return task;
  };
  const finish = (thread: ThreadRecord, token: string): Task =>
    write(thread, token, 'completed', { result: `answer to ${token}`, finished_at: stampOf(clock.now()) });
  if (hasHistory) {
    const thread = threadOf(threadId);
    const task = finish(thread, 'the previous question');
    thread.history[0] = { fromMs: Number.NEGATIVE_INFINITY, task: { ...task, finished_at: stampOf(startMs - 60_000) } };
  }

  const begin = async (
    thread: ThreadRecord,
    { token, runMs, pausedMs }: Question,
    onChange: (task: Task) => void,
  ): Promise<Task> => {
    if (thread.running !== undefined) collisions.push(`${token} during ${thread.running}`);
    thread.running = token;
    begun.push(token);
    onChange(write(thread, token, 'pending'));
    await clock.sleep(runMs / 2);
    onChange(write(thread, token, 'executing'));
    if (pausedMs > 0) {
      onChange(write(thread, token, 'paused', { hitl_request: { wait_node_id: 'node-1' } }));
      await clock.sleep(pausedMs);
      onChange(write(thread, token, 'executing'));
    }
    await clock.sleep(runMs / 2);
    thread.running = undefined;
    return finish(thread, token);
  };

  const read = ({ history }: ThreadRecord): Response => {
    reads += 1;
    if (profile.busyEvery > 0 && reads % profile.busyEvery === 0) return json({}, 429, { 'retry-after': '1' });
    const behindMs = profile.lag === 'steady' ? lagMs : (lagMs * ((reads * 7919) % 11)) / 10;
    const seen = history.findLast(({ fromMs }) => fromMs <= clock.now() - behindMs);
    return seen === undefined ? json({ detail: 'Unknown' }, profile.unknown) : json(seen.task);
  };

  /** Applies the fault of the question to its first POST: the failed response or the error, or undefined if it gets through. */
  const send = (thread: ThreadRecord, question: Question, count: number): Response | Error | undefined => {
    const { fault } = question;
    if (count > 1) return undefined;
    if (fault === 'refused') return json({ detail: 'No' }, 422);
    if (fault === 'rate limited') return json({}, 429, { 'retry-after': '1' });
    if (fault === 'lost') return networkError('ECONNRESET');
    if (fault === 'late') void clock.sleep(lateMs).then(() => begin(thread, question, () => undefined));
    else if (fault !== 'none') void begin(thread, question, () => undefined);
    if (fault === 'bad gateway') return new Response('<html>', { status: 502 });
    return fault === 'none' ? undefined : networkError('ECONNRESET');
  };

  const answer = async (thread: ThreadRecord, question: Question, path: string): Promise<Response> => {
    if (path.endsWith('/stream')) return streamOf(thread, question);
    let first: Task = {};
    const run = begin(thread, question, (task) => {
      if (task.status === 'pending') first = task;
    });
    return json(path.endsWith('/async') ? first : await run);
  };

  const streamOf = (thread: ThreadRecord, question: Question): Response => {
    const encoder = new TextEncoder();
    let isOpen = true;
    let hasChunk = false;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        const enqueue = (type: string, data: unknown): void => {
          if (isOpen) controller.enqueue(encoder.encode(event(type, data, thread.id)));
        };
        const leave = (how: () => void): void => {
          if (isOpen) how();
          isOpen = false;
        };
        const run = begin(thread, question, (task) => {
          enqueue(task.status === 'pending' ? 'task_created' : 'task_updated', task);
          if (task.status !== 'executing' || hasChunk) return;
          hasChunk = true;
          enqueue('chunk', `answer to ${question.token}`);
          if (question.stream === 'cut') leave(() => controller.error(new TypeError('terminated')));
          if (question.stream === 'closed') leave(() => controller.close());
          if (question.stream === 'silent') isOpen = false;
        });
        void run.then((task) => {
          if (question.stream === 'whole') enqueue('task_finished', task);
          leave(() => controller.close());
        });
      },
      cancel() {
        isOpen = false;
      },
    });
    return eventStream(body);
  };

  const serve = async (method: string, path: string, body: string): Promise<Response> => {
    await clock.sleep(latencyMs / 2);
    if (method === 'GET') return read(threadOf(path.split('/').at(-1) ?? ''));
    const { id, input } = JSON.parse(body) as { id?: string; input: { text: string } };
    const thread = threadOf(id ?? `thread-${threads.size + 1}`);
    const question = questions.get(input.text);
    if (question === undefined) throw new Error(`No question has the text ${input.text}`);
    const count = (posts.get(question.token) ?? 0) + 1;
    posts.set(question.token, count);
    const failure = send(thread, question, count);
    if (failure instanceof Error) throw failure;
    return failure ?? (await answer(thread, question, path));
  };

  return {
    begun,
    collisions,
    posts,
    async fetch(request) {
      const { method, url, signal } = request;
      const left = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
      // A request in flight arrives even if the client has aborted it.
      const served = serve(method, new URL(url).pathname, await request.text());
      served.catch(() => undefined);
      const response = await Promise.race([served, left]);
      await Promise.race([clock.sleep(latencyMs / 2), left]);
      return response;
    },
  };
}
