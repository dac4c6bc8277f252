import { createMockXpander, type MockXpander, type ScriptTurn } from '@xpander/mock';
import { type Clock, DeadlineError, type RateLimit, Xpander, type XpanderOptions } from '../src/index.ts';
import { agentId } from './support.ts';

/** How the server in front of the emulator counts requests. */
export interface ServerLimit extends RateLimit {
  /** Whether its answers carry the limit headers. */
  readonly headers?: boolean;
  /** How long a request may travel before it is counted, in milliseconds: a new number for each. */
  readonly travelMs?: () => number;
}

export interface Load {
  readonly xpander: Xpander;
  readonly mock: MockXpander;
  readonly clock: Clock;
  /** How many requests the server refused. */
  refused(): number;
  /** The largest number of requests that it counted in any period. */
  peak(): number;
  /** When each request arrived at the server, refused or not. */
  readonly arrivalsMs: readonly number[];
  /** When each run ended on the server, by the name in its request. */
  readonly endsMs: ReadonlyMap<string, number>;
  /** Creates one more client of the same server. */
  client(options?: XpanderOptions): Xpander;
}

/** An emulator whose agent runs `"name 5000"` for 5 s, behind a server that counts requests in a sliding window. */
export function createLoad(limit: ServerLimit | undefined, options: XpanderOptions = {}): Load {
  const endsMs = new Map<string, number>();
  const script = async ({ text, sleep }: ScriptTurn) => {
    const [name = '', ms] = text.split(' ');
    await sleep(Number(ms));
    endsMs.set(name, mock.clock.now());
    return `answer to ${name}`;
  };
  const mock = createMockXpander({ agents: { [agentId]: script } });
  const { clock } = mock;
  const arrivals: number[] = [];
  const arrivalsMs: number[] = [];
  let refused = 0;
  let peak = 0;

  const fetch = async (request: Request): Promise<Response> => {
    if (limit?.travelMs) await clock.sleep(limit.travelMs(), request.signal);
    const nowMs = clock.now();
    arrivalsMs.push(nowMs);
    if (limit) {
      while (arrivals[0] !== undefined && arrivals[0] + limit.perMs <= nowMs) arrivals.shift();
      if (arrivals.length >= limit.requests) {
        refused += 1;
        return refuse(limit, arrivals, nowMs);
      }
      arrivals.push(nowMs);
      peak = Math.max(peak, arrivals.length);
    }
    const response = await mock.fetch(request);
    if (limit?.travelMs) await clock.sleep(limit.travelMs(), request.signal);
    if (limit?.headers) addHeaders(response.headers, limit, arrivals, nowMs);
    return response;
  };
  const client = (more: XpanderOptions = {}): Xpander =>
    new Xpander({ apiKey: 'key-1', fetch, clock, ...options, ...more });
  return { xpander: client(), mock, clock, refused: () => refused, peak: () => peak, arrivalsMs, endsMs, client };
}

function refuse(limit: ServerLimit, arrivals: readonly number[], nowMs: number): Response {
  const response = Response.json({ detail: 'Rate limit exceeded' }, { status: 429 });
  if (limit.headers) addHeaders(response.headers, limit, arrivals, nowMs);
  return response;
}

function addHeaders(headers: Headers, limit: ServerLimit, arrivals: readonly number[], nowMs: number): void {
  headers.set('x-ratelimit-limit', String(limit.requests));
  headers.set('x-ratelimit-remaining', String(limit.requests - arrivals.length));
  headers.set('x-ratelimit-reset', String(Math.ceil(((arrivals[0] ?? nowMs) + limit.perMs) / 1_000)));
}

/** How the calls of a load ended. */
export interface Outcomes {
  readonly completed: number;
  /** Rejected by the deadline before anything was started. */
  readonly unstarted: number;
  /** Rejected by the deadline although a run had started. */
  readonly unread: number;
  readonly other: readonly unknown[];
  /** From each call to its end, of completed calls, in milliseconds, sorted. */
  readonly latenciesMs: readonly number[];
  readonly wallMs: number;
}

/** Makes calls at their times, and tells how they ended. */
export async function measure(
  clock: Clock,
  atMs: readonly number[],
  call: (index: number) => Promise<unknown>,
): Promise<Outcomes> {
  const startMs = clock.now();
  const counts = { completed: 0, unstarted: 0, unread: 0 };
  const other: unknown[] = [];
  const latenciesMs: number[] = [];
  const one = async (index: number): Promise<void> => {
    const waitMs = startMs + (atMs[index] ?? 0) - clock.now();
    if (waitMs > 0) await clock.sleep(waitMs);
    const calledMs = clock.now();
    try {
      await call(index);
      counts.completed += 1;
      latenciesMs.push(clock.now() - calledMs);
    } catch (error) {
      if (!(error instanceof DeadlineError)) other.push(error);
      else if (error.started === false) counts.unstarted += 1;
      else counts.unread += 1;
    }
  };
  await Promise.all(atMs.map((_, index) => one(index)));
  return { ...counts, other, latenciesMs: latenciesMs.sort((a, b) => a - b), wallMs: clock.now() - startMs };
}

/** The value below which this share of the sorted numbers lies. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** The times of calls that are made at once. */
export function atOnce(count: number): number[] {
  return Array.from({ length: count }, () => 0);
}

/** The times of calls that are made evenly, so many a minute. */
export function evenly(perMinute: number, minutes: number): number[] {
  return Array.from({ length: perMinute * minutes }, (_, index) => (index * 60_000) / perMinute);
}

/** The longest time between two neighbours. */
export function longestGapMs(timesMs: readonly number[]): number {
  return Math.max(...timesMs.slice(1).map((ms, index) => ms - (timesMs[index] ?? 0)));
}
