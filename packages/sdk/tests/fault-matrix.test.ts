import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { type HookEvent, type InvokeOptions, isXpanderError, Xpander, type XpanderError } from '../src/index.ts';
import { createFaultyServer, type FaultName, type FaultyServer, type Plan } from './faulty-server.ts';
import { agentId, type PausesOnly, pausesOnly, taskId } from './support.ts';

/*
 * What must happen, as data: design §4.1–4.3 and algorithms (a), (b), written down without a look at the code.
 *
 * A POST that meets trouble was
 *   unsent        the connection was never made
 *   turned away   the server says that it did not take it
 *   refused       it will never take it
 *   doubtful      a run may have started
 */
type Verdict = 'unsent' | 'turned away' | 'refused' | 'doubtful';

interface Row {
  readonly post: Verdict;
  /** What a GET, a stop or a DELETE does about it. */
  readonly read: 'repeated' | 'final';
  /** What a look at a task that is known to be there does about it. A 404 has ten seconds of grace. */
  readonly look: 'waited out' | 'final' | 'given grace';
  /** What the caller is told when it does not pass. */
  readonly error: { readonly code: string; readonly status?: number };
  readonly retryAfterMs?: number;
  /** A DELETE has no answer to read: every 2xx is a yes (openapi/FACTS.md#f23). */
  readonly isYesToDelete?: true;
  /** Too much data to be sent a thousand times. */
  readonly isHeavy?: true;
}

const connection = { code: 'connection' };
const protocol = { code: 'protocol', status: 200 };
const lost: Row = { post: 'doubtful', read: 'repeated', look: 'waited out', error: connection };
const late: Row = { post: 'doubtful', read: 'repeated', look: 'waited out', error: { code: 'timeout' } };
const no: Omit<Row, 'error'> = { post: 'refused', read: 'final', look: 'final' };
const strange: Row = { post: 'doubtful', read: 'final', look: 'waited out', error: protocol };
const failing = (status: number): Row => ({ ...lost, error: { code: 'server_error', status } });

const expectations: Record<FaultName, Row> = {
  'a closed port': { ...lost, post: 'unsent' },
  'a reset before the request is read': lost,
  'a reset after the request was read': lost,
  'a close without a word': lost,
  'a close without a word of a connection in use': lost,
  silence: late,
  'headers, then silence': late,
  'half a body, then a close': lost,
  'half a chunked body, then a reset': lost,
  'two content-lengths': lost,
  'garbage instead of HTTP': lost,
  'headers without end': lost,
  'a content-length that is too short': { ...strange, isYesToDelete: true },
  'a body without end': { ...strange, isHeavy: true },
  'a compressed bomb': { ...strange, isHeavy: true },
  'a 200 with a web page': { ...strange, isYesToDelete: true },
  'an empty 200': { ...strange, isYesToDelete: true },
  'a 200 with broken JSON': { ...strange, isYesToDelete: true },
  'a 200 without an id': { ...strange, isYesToDelete: true },
  'a 307': { ...no, error: { code: 'protocol', status: 307 } },
  'a 400': { ...no, error: { code: 'bad_request', status: 400 } },
  'a 401': { ...no, error: { code: 'unauthorized', status: 401 } },
  'a 403': { ...no, error: { code: 'forbidden', status: 403 } },
  'a 404': { ...no, look: 'given grace', error: { code: 'not_found', status: 404 } },
  'a 409': { ...no, error: { code: 'conflict', status: 409 } },
  'a 422': { ...no, error: { code: 'invalid_request', status: 422 } },
  'a 429 of a used-up plan': { ...no, error: { code: 'quota_exceeded', status: 429 } },
  'a 429 with Retry-After': {
    ...failing(429),
    post: 'turned away',
    error: { code: 'rate_limited', status: 429 },
    retryAfterMs: 2_000,
  },
  'a 503 with Retry-After': { ...failing(503), post: 'turned away', retryAfterMs: 3_000 },
  'a 503 in JSON': { ...failing(503), post: 'turned away' },
  'a 408': { ...failing(408), error: { code: 'request_timeout', status: 408 } },
  'a 500': failing(500),
  'a 502 with a web page': failing(502),
  'a bare 503': failing(503),
  'a 504 with a web page': failing(504),
};

type OnAmbiguous = NonNullable<InvokeOptions['onAmbiguous']>;
const modes: readonly OnAmbiguous[] = ['throw', 'adopt', 'resend'];

/** How an invocation ends: `posts` sent, `runs` started, `probes` sent to find the run, and what the caller gets. */
interface End {
  readonly posts: number;
  readonly runs: number;
  readonly probes: number;
  readonly gets: 'a result' | 'the fault' | 'an ambiguity';
}

const end = (posts: number, runs: number, probes: number, gets: End['gets']): End => ({ posts, runs, probes, gets });

/** By what the trouble was, and whether it passes after once. */
const certainEnds: Record<Exclude<Verdict, 'doubtful'>, Record<Plan['times'], End>> = {
  unsent: { first: end(2, 1, 0, 'a result'), always: end(3, 0, 0, 'the fault') },
  'turned away': { first: end(2, 1, 0, 'a result'), always: end(3, 0, 0, 'the fault') },
  refused: { first: end(1, 0, 0, 'the fault'), always: end(1, 0, 0, 'the fault') },
};

/** By what the caller wants done, whether the server acted, and whether the trouble passes. */
const doubtfulEnds: Record<OnAmbiguous, Record<'ignored' | 'accepted', Record<Plan['times'], End>>> = {
  throw: {
    ignored: { first: end(1, 0, 0, 'an ambiguity'), always: end(1, 0, 0, 'an ambiguity') },
    accepted: { first: end(1, 1, 0, 'an ambiguity'), always: end(1, 1, 0, 'an ambiguity') },
  },
  adopt: {
    ignored: { first: end(1, 0, 4, 'an ambiguity'), always: end(1, 0, 4, 'an ambiguity') },
    accepted: { first: end(1, 1, 1, 'a result'), always: end(1, 1, 4, 'an ambiguity') },
  },
  resend: {
    ignored: { first: end(2, 1, 4, 'a result'), always: end(2, 0, 4, 'an ambiguity') },
    // Twice, as documented: the first run cannot be found while every look fails.
    accepted: { first: end(1, 1, 1, 'a result'), always: end(2, 2, 4, 'an ambiguity') },
  },
};

/** On a thread that was there before, nothing is sent again; its looks are healthy here. */
const threadEnds: typeof doubtfulEnds = {
  throw: doubtfulEnds.throw,
  adopt: {
    ignored: doubtfulEnds.adopt.ignored,
    accepted: { first: end(1, 1, 1, 'a result'), always: end(1, 1, 1, 'a result') },
  },
  resend: {
    ignored: doubtfulEnds.adopt.ignored,
    accepted: { first: end(1, 1, 1, 'a result'), always: end(1, 1, 1, 'a result') },
  },
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const apiKey = 'the-key-of-the-matrix';
/** Longer than any cell lasts, so that only the attempts are limited. */
const noHurry = { deadlineMs: 3_600_000 };

interface Outcome {
  readonly value?: unknown;
  readonly error?: unknown;
  readonly server: FaultyServer;
  readonly clock: PausesOnly;
  /** The methods of the attempts, in order, as hooks were told. */
  readonly attempts: string[];
  /** Time spent in pauses: what attempts lasted does not count. */
  readonly pausedMs: number;
}

let running: FaultyServer | undefined;
afterEach(() => running?.close());

/** Makes one call of a server with one kind of trouble, and watches what comes after it. */
async function meet(plan: Plan, call: (xpander: Xpander) => Promise<unknown>): Promise<Outcome> {
  const clock = pausesOnly(() => server.onPause());
  const server = await createFaultyServer(plan, clock.ring);
  running = server;
  const attempts: string[] = [];
  const onRequest = ({ method }: HookEvent): unknown => attempts.push(method);
  const xpander = new Xpander({ apiKey, baseUrl: server.url, clock, hooks: { onRequest } });
  if (isOfConnectionInUse(plan)) {
    await xpander.tasks.get(taskId);
    // Only a connection at rest is used again.
    await restForTurns(10);
  }
  await server.misbehave();
  attempts.length = 0;
  const startedMs = clock.now();
  const outcome = await call(xpander).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  const pausedMs = clock.now() - startedMs - clock.rungMs();
  const atTheEnd = server.arrivals.length;
  await restForTurns(2);

  if (isOfConnectionInUse(plan)) expect(server.arrivals[0]?.isReused).toBe(true);
  // What came is what was sent, so that fetch repeats nothing by itself; and nothing comes afterwards.
  if (plan.fault !== 'a closed port') expect(atTheEnd).toBe(attempts.length);
  expect(server.arrivals).toHaveLength(atTheEnd);
  expect(clock.limits()).toBe(0);
  if ('error' in outcome) {
    expect(isXpanderError(outcome.error)).toBe(true);
    expect(inspect(outcome.error, { depth: 20, showHidden: true })).not.toContain(apiKey);
  }
  return { ...outcome, server, clock, attempts, pausedMs };
}

function isOfConnectionInUse({ fault, hits }: Plan): boolean {
  return fault === 'a close without a word of a connection in use' && hits === 'all';
}

/** Lets what is on its way arrive. */
async function restForTurns(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
}

const count = (methods: readonly (string | undefined)[], wanted: string): number =>
  methods.filter((method) => method === wanted).length;

/** Whether a request that is hit never reaches the server. */
function isCutOff(fault: FaultName): boolean {
  return fault === 'a closed port' || fault === 'a reset before the request is read';
}

/** How many of the POSTs sent the server has read. */
function reached({ fault, times }: Plan, sent: number): number {
  return isCutOff(fault) ? sent - (times === 'first' ? 1 : sent) : sent;
}

const names = Object.keys(expectations) as FaultName[];
const bothTimes = ['first', 'always'] as const;

/** Whether a server can have acted before it made this trouble. */
function canBeAccepted(fault: FaultName): boolean {
  return expectations[fault].post === 'doubtful' && !isCutOff(fault);
}

const acted = (fault: FaultName): readonly boolean[] => (canBeAccepted(fault) ? [false, true] : [false]);

function nameOf({ fault, times, isAccepted }: Plan): string {
  return `${fault}, ${times === 'first' ? 'once' : 'for ever'}${isAccepted ? ', by a server that acted' : ''}`;
}

/** Full jitter: anything up to half a second, then up to one. */
function pausesOf({ retryAfterMs }: Row, retries: number): { least: number; most: number } {
  if (retryAfterMs !== undefined) return { least: retryAfterMs * retries, most: retryAfterMs * retries };
  return { least: 0, most: [0, 500, 1_500][retries] ?? 0 };
}

function expectPauses({ pausedMs }: Outcome, { least, most }: { least: number; most: number }): void {
  expect(pausedMs).toBeGreaterThanOrEqual(least);
  expect(pausedMs).toBeLessThanOrEqual(most);
}

const verbs = {
  invoke: (xpander: Xpander, options: InvokeOptions) =>
    xpander.agents.invoke(agentId, 'hi', { ...noHurry, ...options }),
  invokeAsync: (xpander: Xpander, options: InvokeOptions) => xpander.agents.invokeAsync(agentId, 'hi', options),
  run: (xpander: Xpander, options: InvokeOptions) => xpander.agents.run(agentId, 'hi', { ...noHurry, ...options }),
};

type InvokingVerb = keyof typeof verbs;

/** When the run is found at the first look, or has not been at the fourth. */
const probedMs = [0, 200, 600, 1_400, 3_000];
/** The pause before the first poll of a run, ± 10 %. */
const firstPoll = { least: 1_350, most: 1_650 };

function expectInvocation(verb: InvokingVerb | 'thread', row: Row, expected: End, plan: Plan, outcome: Outcome): void {
  const { server, attempts } = outcome;
  const { posts, runs, probes, gets } = expected;
  expect(count(attempts, 'POST')).toBe(posts);
  expect(
    count(
      server.arrivals.map(({ method }) => method),
      'POST',
    ),
  ).toBe(reached(plan, posts));
  expect(server.runs()).toBe(runs);

  const isPolled = (verb === 'run' || verb === 'thread') && gets === 'a result' && probes !== 1;
  const looksBefore = verb === 'thread' ? 1 : 0;
  expect(count(attempts, 'GET')).toBe(looksBefore + probes + (isPolled ? 1 : 0));
  const retried = pausesOf(row, row.post === 'doubtful' ? 0 : posts - 1);
  const polled = isPolled ? firstPoll : { least: 0, most: 0 };
  expectPauses(outcome, {
    least: retried.least + polled.least + (probedMs[probes] ?? 0),
    most: retried.most + polled.most + (probedMs[probes] ?? 0),
  });
}

/** `id`: what the POSTs named, as the call chose it. */
function expectAnswer(row: Row, { gets }: End, id: unknown, { value, error, server }: Outcome): void {
  const sent = server.arrivals.filter(({ method }) => method === 'POST').map((arrival) => arrival.id);
  for (const each of sent) expect(each).toEqual(id);
  // All POSTs of a call are about the same task.
  expect(new Set(sent).size).toBeLessThanOrEqual(1);
  const known = sent[0] ?? id;
  if (gets === 'a result') {
    expect(error).toBeUndefined();
    expect(value).toMatchObject({ id: known ?? expect.stringMatching(uuid) });
  } else if (gets === 'the fault') {
    // Nothing was started: there is no task to name.
    expect(error).toMatchObject(row.error);
    expect((error as XpanderError).taskId).toBeUndefined();
  } else {
    expect(error).toMatchObject({
      name: 'AmbiguousInvocationError',
      code: 'ambiguous_invocation',
      isRetryable: false,
      taskId: known,
      cause: row.error,
    });
    expect(error).toHaveProperty('status', row.error.status);
  }
}

function endOf(row: Row, mode: OnAmbiguous, { times, isAccepted }: Plan, ends: typeof doubtfulEnds): End {
  if (row.post !== 'doubtful') return certainEnds[row.post][times];
  return ends[mode][isAccepted ? 'accepted' : 'ignored'][times];
}

/** Every way in which these faults can hit. The heavy ones hit once, where nothing else can be learnt. */
function plansOf(hits: Plan['hits'], isWorthIt: (row: Row, plan: Plan) => boolean = () => true): [string, Plan][] {
  return names.flatMap((fault) =>
    bothTimes
      .flatMap((times) => acted(fault).map((isAccepted): Plan => ({ fault, times, hits, isAccepted })))
      .filter((plan) => isWorthIt(expectations[fault], plan))
      .map((plan): [string, Plan] => [nameOf(plan), plan]),
  );
}

describe.each(Object.keys(verbs) as InvokingVerb[])('%s', (verb) => {
  describe.each(modes)('with onAmbiguous: %s', (onAmbiguous) => {
    it.each(plansOf('all', (row, plan) => !row.isHeavy || (plan.times === 'first' && plan.isAccepted)))(
      'meets %s',
      async (_, plan) => {
        const row = expectations[plan.fault];
        const outcome = await meet(plan, (xpander) => verbs[verb](xpander, { onAmbiguous }));
        const expected = endOf(row, onAmbiguous, plan, doubtfulEnds);
        expectInvocation(verb, row, expected, plan, outcome);
        expectAnswer(row, expected, onAmbiguous === 'throw' ? undefined : expect.stringMatching(uuid), outcome);
      },
    );
  });
});

describe('run in a thread that was there before', () => {
  const plans = plansOf('posts', (row, { fault }) => !isCutOff(fault) && !row.isHeavy);

  describe.each(modes)('with onAmbiguous: %s', (onAmbiguous) => {
    it.each(plans)('meets %s', async (_, plan) => {
      const row = expectations[plan.fault];
      const options = { ...noHurry, onAmbiguous };
      const outcome = await meet(plan, (xpander) => xpander.agents.run(agentId, { id: taskId, input: 'hi' }, options));
      const expected = endOf(row, onAmbiguous, plan, threadEnds);
      expectInvocation('thread', row, expected, plan, outcome);
      expectAnswer(row, expected, taskId, outcome);
    });
  });
});

describe('run, when the looks at what it started meet trouble', () => {
  const deadlineMs = 150_000;
  const options = { deadlineMs, pollIntervalMs: 20_000 };
  const plans = plansOf('looks', (row, { times, isAccepted }) => !isAccepted && (!row.isHeavy || times === 'first'));

  it.each(plans)('%s', async (_, plan) => {
    const { look, error: fault } = expectations[plan.fault];
    const { server, value, error, attempts } = await meet(plan, (xpander) =>
      xpander.agents.run(agentId, 'hi', options),
    );
    expect(count(attempts, 'POST')).toBe(1);
    expect(server.runs()).toBe(1);
    if (look === 'final') {
      expect(error).toMatchObject({ ...fault, taskId: expect.stringMatching(uuid), lastTask: { status: 'pending' } });
      expect(count(attempts, 'GET')).toBe(1);
    } else if (plan.times === 'first') {
      expect(error).toBeUndefined();
      expect(value).toMatchObject({ status: 'completed' });
      expect(count(attempts, 'GET')).toBe(2);
    } else if (look === 'given grace') {
      expect(error).toMatchObject({ ...fault, taskId: expect.stringMatching(uuid) });
      expect(count(attempts, 'GET')).toBe(2);
    } else {
      expect(error).toMatchObject({
        name: 'DeadlineError',
        code: 'deadline',
        deadlineMs,
        started: true,
        taskId: expect.stringMatching(uuid),
        lastTask: { status: 'pending' },
        cause: fault,
      });
      expect(count(attempts, 'GET')).toBe(fault.code === 'timeout' ? 2 : 7);
    }
  });
});

const reads = {
  'tasks.get': (xpander: Xpander) => xpander.tasks.get(taskId),
  'tasks.wait': (xpander: Xpander) => xpander.tasks.wait(taskId, noHurry),
  'tasks.stop': (xpander: Xpander) => xpander.tasks.stop(taskId),
  'tasks.delete': (xpander: Xpander) => xpander.tasks.delete(taskId),
};

describe.each(Object.entries(reads))('%s', (verb, call) => {
  const acts = verb === 'tasks.stop' || verb === 'tasks.delete';
  const plans = plansOf('all', (row, { times, isAccepted }) =>
    row.isHeavy ? times === 'first' && !isAccepted : acts || !isAccepted,
  );

  it.each(plans)('meets %s', async (_, plan) => {
    const row = expectations[plan.fault];
    const outcome = await meet(plan, call);
    const { value, error, attempts, server } = outcome;
    const isYes = verb === 'tasks.delete' && row.isYesToDelete === true;
    const sent = isYes || row.read === 'final' ? 1 : plan.times === 'first' ? 2 : 3;
    expect(attempts).toHaveLength(sent);
    expect(new Set(attempts).size).toBe(1);
    expect(server.runs()).toBe(0);
    expectPauses(outcome, pausesOf(row, sent - 1));
    if (isYes || (row.read === 'repeated' && plan.times === 'first')) {
      expect(error).toBeUndefined();
      if (verb !== 'tasks.delete') expect(value).toMatchObject({ id: taskId });
    } else {
      expect(error).toMatchObject(row.error);
      if (verb === 'tasks.wait') expect(error).toHaveProperty('taskId', taskId);
    }
  });
});
