import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { type HookEvent, type InvokeOptions, isXpanderError, Xpander, type XpanderError } from '../src/index.ts';
import { nextTurn, type PauseSkippingClock, pauseSkippingClock } from './clocks.ts';
import { createFaultyServer, type FaultName, type FaultyServer, type Plan } from './faulty-server.ts';
import { agentId, taskId } from './support.ts';

/*
 * The expected behaviour as data, written from the specification and not from the code.
 *
 * A POST that meets a fault is
 *   unsent         the connection was never made
 *   not accepted   the server says that it did not accept the request
 *   refused        the server will never accept the request
 *   ambiguous      a run may have started
 */
type Verdict = 'unsent' | 'not accepted' | 'refused' | 'ambiguous';

interface Row {
  readonly post: Verdict;
  /** What a GET, a stop or a DELETE does after the fault. */
  readonly read: 'retried' | 'final';
  /** What a poll of a task that is known to exist does after the fault. A 404 has ten seconds of grace. */
  readonly poll: 'tolerated' | 'final' | 'given grace';
  /** The error of the call when the fault persists. */
  readonly error: { readonly code: string; readonly status?: number };
  readonly retryAfterMs?: number;
  /** A DELETE has no response to parse: every 2xx but a web page is a success (openapi/FACTS.md#f23). */
  readonly isDeleteSuccess?: true;
  /** Sends too much data to be tested in every combination. */
  readonly isHeavy?: true;
}

const connection = { code: 'connection' };
const protocol = { code: 'protocol', status: 200 };
const lost: Row = { post: 'ambiguous', read: 'retried', poll: 'tolerated', error: connection };
const timedOut: Row = { post: 'ambiguous', read: 'retried', poll: 'tolerated', error: { code: 'timeout' } };
const refused: Omit<Row, 'error'> = { post: 'refused', read: 'final', poll: 'final' };
/** Not from the API, whatever the status says. */
const foreign = (status: number): Row => ({ ...lost, error: { code: 'protocol', status } });
/** The answer is refused before its end. */
const oversized: Row = { ...lost, read: 'final', error: protocol, isHeavy: true };
const failing = (status: number): Row => ({ ...lost, error: { code: 'server_error', status } });

const expectations: Record<FaultName, Row> = {
  'a closed port': { ...lost, post: 'unsent' },
  'a reset before the request is read': lost,
  'a reset after the request is read': lost,
  'a close without a response': lost,
  'a close of a reused connection without a response': lost,
  'no response': timedOut,
  'headers, then nothing': timedOut,
  'a truncated body, then a close': lost,
  'a truncated chunked body, then a reset': lost,
  'two content-length headers': lost,
  'bytes that are not HTTP': lost,
  'endless headers': lost,
  'a content-length that is too short': { ...foreign(200), isDeleteSuccess: true },
  'an endless body': oversized,
  'a compressed bomb': oversized,
  'a 200 with an HTML page': foreign(200),
  'an empty 200': { ...foreign(200), isDeleteSuccess: true },
  'a 200 with invalid JSON': { ...foreign(200), isDeleteSuccess: true },
  'a 200 without an id': { ...foreign(200), read: 'final', isDeleteSuccess: true },
  'a 307': { ...refused, error: { code: 'protocol', status: 307 } },
  'a 400': { ...refused, error: { code: 'bad_request', status: 400 } },
  'a 401': { ...refused, error: { code: 'unauthorized', status: 401 } },
  'a 403': { ...refused, error: { code: 'forbidden', status: 403 } },
  'a 404': { ...refused, poll: 'given grace', error: { code: 'not_found', status: 404 } },
  'a 403 with an HTML page': foreign(403),
  'a 404 with an HTML page': foreign(404),
  'an empty 404': foreign(404),
  'a 404 in the JSON of a gateway': foreign(404),
  'a 422 with a problem document': foreign(422),
  'a 429 with an HTML page': { ...foreign(429), post: 'not accepted' },
  'a 409': { ...refused, error: { code: 'conflict', status: 409 } },
  'a 422': { ...refused, error: { code: 'invalid_request', status: 422 } },
  'a 429 for an exceeded quota': { ...refused, error: { code: 'quota_exceeded', status: 429 } },
  'a 429 with Retry-After': {
    ...failing(429),
    post: 'not accepted',
    error: { code: 'rate_limited', status: 429 },
    retryAfterMs: 2_000,
  },
  'a 503 with Retry-After': { ...foreign(503), post: 'not accepted', retryAfterMs: 3_000 },
  'a 503 in JSON': { ...failing(503), post: 'not accepted' },
  'a 408': { ...failing(408), error: { code: 'request_timeout', status: 408 } },
  'a 500': failing(500),
  'a 502 with an HTML page': foreign(502),
  'a 503 with an HTML page': foreign(503),
  'a 504 with an HTML page': foreign(504),
};

type OnAmbiguous = NonNullable<InvokeOptions['onAmbiguous']>;
const modes: readonly OnAmbiguous[] = ['throw', 'adopt', 'resend'];

/** How an invocation ends: `posts` sent, `runs` started, `searchReads` sent to find the run, and what the caller gets. */
interface End {
  readonly posts: number;
  readonly runs: number;
  readonly searchReads: number;
  readonly gets: 'a result' | 'the fault' | 'an ambiguity';
}

const end = (posts: number, runs: number, searchReads: number, gets: End['gets']): End => ({
  posts,
  runs,
  searchReads,
  gets,
});

/** By the verdict, and by whether the fault occurs once or every time. */
const certainEnds: Record<Exclude<Verdict, 'ambiguous'>, Record<Plan['times'], End>> = {
  unsent: { first: end(2, 1, 0, 'a result'), always: end(3, 0, 0, 'the fault') },
  'not accepted': { first: end(2, 1, 0, 'a result'), always: end(3, 0, 0, 'the fault') },
  refused: { first: end(1, 0, 0, 'the fault'), always: end(1, 0, 0, 'the fault') },
};

/** By onAmbiguous, by whether the server acted, and by whether the fault occurs once or every time. */
const ambiguousEnds: Record<OnAmbiguous, Record<'ignored' | 'accepted', Record<Plan['times'], End>>> = {
  throw: {
    ignored: { first: end(1, 0, 0, 'an ambiguity'), always: end(1, 0, 0, 'an ambiguity') },
    accepted: { first: end(1, 1, 0, 'an ambiguity'), always: end(1, 1, 0, 'an ambiguity') },
  },
  adopt: {
    ignored: { first: end(1, 0, 4, 'an ambiguity'), always: end(1, 0, 4, 'an ambiguity') },
    accepted: { first: end(1, 1, 1, 'a result'), always: end(1, 1, 4, 'an ambiguity') },
  },
  resend: {
    // While every read fails, no answer says that the run does not exist.
    ignored: { first: end(2, 1, 4, 'a result'), always: end(1, 0, 4, 'an ambiguity') },
    accepted: { first: end(1, 1, 1, 'a result'), always: end(1, 1, 4, 'an ambiguity') },
  },
};

/** In an existing thread nothing is resent. Reads do not meet the fault here. */
const threadEnds: typeof ambiguousEnds = {
  throw: ambiguousEnds.throw,
  adopt: {
    ignored: ambiguousEnds.adopt.ignored,
    accepted: { first: end(1, 1, 1, 'a result'), always: end(1, 1, 1, 'a result') },
  },
  resend: {
    ignored: ambiguousEnds.adopt.ignored,
    accepted: { first: end(1, 1, 1, 'a result'), always: end(1, 1, 1, 'a result') },
  },
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const apiKey = 'the-key-of-the-matrix';
/** Longer than any case lasts, so that only the attempts are limited. */
const longDeadline = { deadlineMs: 3_600_000 };

interface Outcome {
  readonly value?: unknown;
  readonly error?: unknown;
  readonly server: FaultyServer;
  readonly clock: PauseSkippingClock;
  /** The methods of the attempts, in order, as reported to hooks. */
  readonly attempts: string[];
  /** Time spent in pauses, without the duration of the attempts. */
  readonly pausedMs: number;
}

let running: FaultyServer | undefined;
afterEach(() => running?.close());

/** Makes one call to a server with one fault, and checks that nothing follows the call. */
async function callWithFault(plan: Plan, call: (xpander: Xpander) => Promise<unknown>): Promise<Outcome> {
  const clock = pauseSkippingClock(() => server.onPause());
  const server = await createFaultyServer(plan, clock.expireNextLimit);
  running = server;
  const attempts: string[] = [];
  const onRequest = ({ method }: HookEvent): unknown => attempts.push(method);
  // With a limit, a start that gets a 429 is waited out: see rate-budget.test.ts.
  const xpander = new Xpander({ apiKey, baseUrl: server.url, clock, hooks: { onRequest }, rateLimit: 'off' });
  if (isOfConnectionInUse(plan)) {
    await xpander.tasks.get(taskId);
    // Only an idle connection is reused.
    await restForTurns(10);
  }
  await server.startFault();
  attempts.length = 0;
  const startedMs = clock.now();
  const outcome = await call(xpander).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  const pausedMs = clock.now() - startedMs - clock.expiredMs();
  const atTheEnd = server.arrivals.length;
  await restForTurns(2);

  if (isOfConnectionInUse(plan)) expect(server.arrivals[0]?.isReused).toBe(true);
  // The server received exactly the attempts of the client, so fetch repeats nothing by itself. Nothing follows.
  if (plan.fault !== 'a closed port') expect(atTheEnd).toBe(attempts.length);
  expect(server.arrivals).toHaveLength(atTheEnd);
  expect(clock.pendingLimits()).toBe(0);
  if ('error' in outcome) {
    expect(isXpanderError(outcome.error)).toBe(true);
    expect(inspect(outcome.error, { depth: 20, showHidden: true })).not.toContain(apiKey);
  }
  return { ...outcome, server, clock, attempts, pausedMs };
}

function isOfConnectionInUse({ fault, hits }: Plan): boolean {
  return fault === 'a close of a reused connection without a response' && hits === 'all';
}

/** Lets data in flight arrive. */
async function restForTurns(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await nextTurn();
}

const count = (methods: readonly (string | undefined)[], wanted: string): number =>
  methods.filter((method) => method === wanted).length;

/** Whether the fault keeps a request from reaching the server. */
function isCutOff(fault: FaultName): boolean {
  return fault === 'a closed port' || fault === 'a reset before the request is read';
}

/** How many of the sent POSTs reach the server. */
function reached({ fault, times }: Plan, sent: number): number {
  return isCutOff(fault) ? sent - (times === 'first' ? 1 : sent) : sent;
}

const names = Object.keys(expectations) as FaultName[];
const bothTimes = ['first', 'always'] as const;

/** Whether the server can have acted on the request before the fault. */
function canBeAccepted(fault: FaultName): boolean {
  return expectations[fault].post === 'ambiguous' && !isCutOff(fault);
}

const acceptances = (fault: FaultName): readonly boolean[] => (canBeAccepted(fault) ? [false, true] : [false]);

function nameOf({ fault, times, isAccepted }: Plan): string {
  return `${fault}, ${times === 'first' ? 'once' : 'every time'}${isAccepted ? ', after the server acted' : ''}`;
}

/** Full jitter: up to half a second, then up to one second. */
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
    xpander.agents.invoke(agentId, 'hi', { ...longDeadline, ...options }),
  invokeAsync: (xpander: Xpander, options: InvokeOptions) => xpander.agents.invokeAsync(agentId, 'hi', options),
  run: (xpander: Xpander, options: InvokeOptions) => xpander.agents.run(agentId, 'hi', { ...longDeadline, ...options }),
};

type InvokingVerb = keyof typeof verbs;

/** How long the search takes, by the number of its reads. */
const searchMs = [0, 200, 600, 1_400, 3_000];
/** The pause before the first poll of a run, ± 10 %. */
const firstPoll = { least: 1_350, most: 1_650 };

function expectInvocation(verb: InvokingVerb | 'thread', row: Row, expected: End, plan: Plan, outcome: Outcome): void {
  const { server, attempts } = outcome;
  const { posts, runs, searchReads, gets } = expected;
  expect(count(attempts, 'POST')).toBe(posts);
  expect(
    count(
      server.arrivals.map(({ method }) => method),
      'POST',
    ),
  ).toBe(reached(plan, posts));
  expect(server.runs()).toBe(runs);

  const isPolled = (verb === 'run' || verb === 'thread') && gets === 'a result' && searchReads !== 1;
  const readsBefore = verb === 'thread' ? 1 : 0;
  expect(count(attempts, 'GET')).toBe(readsBefore + searchReads + (isPolled ? 1 : 0));
  const retried = pausesOf(row, row.post === 'ambiguous' ? 0 : posts - 1);
  const polled = isPolled ? firstPoll : { least: 0, most: 0 };
  expectPauses(outcome, {
    least: retried.least + polled.least + (searchMs[searchReads] ?? 0),
    most: retried.most + polled.most + (searchMs[searchReads] ?? 0),
  });
}

/** `id` is what each POST carries: an id of the caller, a generated one, or none. */
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
    // No run was started, so the error names no task.
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

function endOf(row: Row, mode: OnAmbiguous, { times, isAccepted }: Plan, ends: typeof ambiguousEnds): End {
  if (row.post !== 'ambiguous') return certainEnds[row.post][times];
  return ends[mode][isAccepted ? 'accepted' : 'ignored'][times];
}

/** Every combination of a fault, how often it occurs, and whether the server acted, as far as `isWorthIt` keeps it. */
function plansOf(hits: Plan['hits'], isWorthIt: (row: Row, plan: Plan) => boolean = () => true): [string, Plan][] {
  return names.flatMap((fault) =>
    bothTimes
      .flatMap((times) => acceptances(fault).map((isAccepted): Plan => ({ fault, times, hits, isAccepted })))
      .filter((plan) => isWorthIt(expectations[fault], plan))
      .map((plan): [string, Plan] => [nameOf(plan), plan]),
  );
}

describe.each(Object.keys(verbs) as InvokingVerb[])('%s', (verb) => {
  describe.each(modes)('with onAmbiguous: %s', (onAmbiguous) => {
    it.each(plansOf('all', (row, plan) => !row.isHeavy || (plan.times === 'first' && plan.isAccepted)))(
      'handles %s',
      async (_, plan) => {
        const row = expectations[plan.fault];
        const outcome = await callWithFault(plan, (xpander) => verbs[verb](xpander, { onAmbiguous }));
        const expected = endOf(row, onAmbiguous, plan, ambiguousEnds);
        expectInvocation(verb, row, expected, plan, outcome);
        expectAnswer(row, expected, onAmbiguous === 'throw' ? undefined : expect.stringMatching(uuid), outcome);
      },
    );
  });
});

describe('run in an existing thread', () => {
  const plans = plansOf('posts', (row, { fault }) => !isCutOff(fault) && !row.isHeavy);

  describe.each(modes)('with onAmbiguous: %s', (onAmbiguous) => {
    it.each(plans)('handles %s', async (_, plan) => {
      const row = expectations[plan.fault];
      const options = { ...longDeadline, onAmbiguous };
      const outcome = await callWithFault(plan, (xpander) =>
        xpander.agents.run(agentId, { id: taskId, input: 'hi' }, options),
      );
      const expected = endOf(row, onAmbiguous, plan, threadEnds);
      expectInvocation('thread', row, expected, plan, outcome);
      expectAnswer(row, expected, taskId, outcome);
    });
  });
});

describe('run whose polls fail', () => {
  const deadlineMs = 150_000;
  const options = { deadlineMs, pollIntervalMs: 20_000 };
  const plans = plansOf('reads', (row, { times, isAccepted }) => !isAccepted && (!row.isHeavy || times === 'first'));

  it.each(plans)('handles %s', async (_, plan) => {
    const { poll, error: fault } = expectations[plan.fault];
    const { server, value, error, attempts } = await callWithFault(plan, (xpander) =>
      xpander.agents.run(agentId, 'hi', options),
    );
    expect(count(attempts, 'POST')).toBe(1);
    expect(server.runs()).toBe(1);
    if (poll === 'final') {
      expect(error).toMatchObject({ ...fault, taskId: expect.stringMatching(uuid), lastTask: { status: 'pending' } });
      expect(count(attempts, 'GET')).toBe(1);
    } else if (plan.times === 'first') {
      expect(error).toBeUndefined();
      expect(value).toMatchObject({ status: 'completed' });
      expect(count(attempts, 'GET')).toBe(2);
    } else if (poll === 'given grace') {
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
  'tasks.wait': (xpander: Xpander) => xpander.tasks.wait(taskId, longDeadline),
  'tasks.stop': (xpander: Xpander) => xpander.tasks.stop(taskId),
  'tasks.delete': (xpander: Xpander) => xpander.tasks.delete(taskId),
};

describe.each(Object.entries(reads))('%s', (verb, call) => {
  const acts = verb === 'tasks.stop' || verb === 'tasks.delete';
  const plans = plansOf('all', (row, { times, isAccepted }) =>
    row.isHeavy ? times === 'first' && !isAccepted : acts || !isAccepted,
  );

  it.each(plans)('handles %s', async (_, plan) => {
    const row = expectations[plan.fault];
    const outcome = await callWithFault(plan, call);
    const { value, error, attempts, server } = outcome;
    const isDeleted = verb === 'tasks.delete' && row.isDeleteSuccess === true;
    const sent = isDeleted || row.read === 'final' ? 1 : plan.times === 'first' ? 2 : 3;
    expect(attempts).toHaveLength(sent);
    expect(new Set(attempts).size).toBe(1);
    expect(server.runs()).toBe(0);
    expectPauses(outcome, pausesOf(row, sent - 1));
    if (isDeleted || (row.read === 'retried' && plan.times === 'first')) {
      expect(error).toBeUndefined();
      if (verb !== 'tasks.delete') expect(value).toMatchObject({ id: taskId });
    } else {
      expect(error).toMatchObject(row.error);
      if (verb === 'tasks.wait') expect(error).toHaveProperty('taskId', taskId);
    }
  });
});
