import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { abortable } from './abortable.ts';
import { type Activity, createActivity } from './activity.ts';
import { connectionClosed } from './broken-connection.ts';
import { type Clock, createRealClock, createVirtualClock } from './clock.ts';
import { checkMilliseconds } from './configuration-error.ts';
import { createExchange } from './exchange.ts';
import type { DropOptions, FailOptions, StallOptions } from './fault-options.ts';
import { createFaults } from './faults.ts';
import { createHandlers } from './handlers.ts';
import { checkOptions, type MockOptions } from './options.ts';
import { createRateLimit } from './rate-limit.ts';
import { type RecordedRequest, recordRequest } from './request-log.ts';
import { type ListenOptions, type MockServer, serve } from './server.ts';
import { createStamp } from './stamp.ts';
import { createStore } from './store.ts';
import { createTaskControl, type MockTask } from './task-control.ts';
import { createValidator } from './validation.ts';

/** A local emulator of the xpander.ai agent API: an organization's worth of agents, tasks and threads, in memory. */
export interface MockXpander {
  /** Answers a request in process; takes the place of the global `fetch`. Only path and query of the URL count. */
  readonly fetch: (input: Request | URL | string, init?: RequestInit) => Promise<Response>;
  /** The mock's time; give it to the client as well. */
  readonly clock: Clock;
  /** Every request that has arrived, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** Serves the mock over HTTP. Rejects when the port is taken. */
  listen(options?: ListenOptions): Promise<MockServer>;
  /** Answers coming requests with an error, or with anything else. */
  fail(options: FailOptions): void;
  /** Breaks the connection of coming requests. */
  drop(options: DropOptions): void;
  /** Keeps coming requests waiting. */
  stall(options: StallOptions): void;
  /** For `forMs` after each further turn of a thread, reads show the task as the turn before left it. `0` ends this. */
  staleReads(options: { forMs: number }): void;
  /** For `ms` after a task was made, reads do not find it. `0` ends this. */
  notFoundFor(options: { ms: number }): void;
  /**
   * The controls of one task.
   *
   * @throws MockConfigurationError when there is no such task.
   */
  task(id: string): MockTask;
  /**
   * Forgets tasks, requests, faults and lags, gives up what runs and breaks the connections of requests that wait.
   * Options and clock stay as they are.
   */
  reset(): void;
}

/**
 * Creates an emulator that shares nothing with any other.
 *
 * Without options every non-empty key and every agent id are good, and a built-in agent answers: pending for 1.5 s,
 * executing for 3 s, completed.
 *
 * @example
 * const mock = createMockXpander({ agents: { greeter: ({ text }) => `Hello, ${text}!` } });
 * const response = await mock.fetch('https://api.xpander.ai/v1/agents/greeter/invoke', {
 *   method: 'POST',
 *   headers: { 'x-api-key': 'test', 'content-type': 'application/json' },
 *   body: JSON.stringify({ input: { text: 'Dana' } }),
 * });
 * const task = await response.json(); // task.result is 'Hello, Dana!'
 *
 * @throws MockConfigurationError when an option or a script makes no sense; the message names it.
 */
export function createMockXpander(options: MockOptions = {}): MockXpander {
  checkOptions(options);
  const activity = createActivity();
  let openServers = 0;
  const clock = chooseClock(options.clock, activity, () => openServers > 0);
  const store = createStore({ clock, activity, stamp: createStamp(clock) });
  const faults = createFaults(clock);
  const rateLimit = options.rateLimit === undefined ? undefined : createRateLimit(options.rateLimit, clock);
  const requests: RecordedRequest[] = [];
  const exchange = createExchange({
    clock,
    faults,
    handlers: createHandlers(store, options.agents),
    validator: createValidator(options.strictUser ?? false),
    keys: options.keys,
    rateLimit,
    record: (request, text) => requests.push(recordRequest(request, text, clock.now())),
    whileWaiting: activity.whileWaiting,
  });
  let lifetime = new AbortController();

  const fetch: MockXpander['fetch'] = async (input, init) => {
    const request = new Request(input, init);
    const signal = AbortSignal.any([request.signal, lifetime.signal]);
    signal.throwIfAborted();
    const respond = async (): Promise<Response> => exchange({ request, text: await request.text(), signal });
    return activity.whileWaiting(() => abortable(activity.run(respond, signal), signal));
  };

  const listen = async (listenOptions: ListenOptions = {}): Promise<MockServer> => {
    const server = await serve({ ...listenOptions, fetch });
    openServers += 1;
    let isOpen = true;
    const close = async (): Promise<void> => {
      if (isOpen) openServers -= 1;
      isOpen = false;
      await server.close();
    };
    return { ...server, close };
  };

  return {
    fetch,
    clock,
    requests,
    listen,
    fail: faults.fail,
    drop: faults.drop,
    stall: faults.stall,
    staleReads: ({ forMs }) => {
      checkMilliseconds('forMs of staleReads()', forMs);
      store.lag.staleMs = forMs;
    },
    notFoundFor: ({ ms }) => {
      checkMilliseconds('ms of notFoundFor()', ms);
      store.lag.notFoundMs = ms;
    },
    task: (id) => createTaskControl(store, id),
    reset: () => {
      lifetime.abort(connectionClosed());
      lifetime = new AbortController();
      store.clear();
      faults.clear();
      rateLimit?.reset();
      requests.length = 0;
    },
  };
}

/** How long a virtual clock looks for requests on their way through a socket, eight times over, in milliseconds. */
const SOCKET_TURN_MS = 2;

function chooseClock(choice: MockOptions['clock'], activity: Activity, isServed: () => boolean): Clock {
  if (choice === 'real') return createRealClock();
  if (typeof choice === 'object') return choice;
  return createVirtualClock({ activity, turn: () => (isServed() ? delay(SOCKET_TURN_MS) : nextTurn()) });
}
