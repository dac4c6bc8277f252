import { chooseClock } from './clock/choose-clock.ts';
import type { Clock } from './clock/types.ts';
import { createWorkTracker } from './clock/work-tracker.ts';
import { createInspection } from './control/inspection.ts';
import { createLagControls } from './control/lag-controls.ts';
import { createRequestLog } from './control/request-log.ts';
import { createTaskControl } from './control/task-control.ts';
import type { Inspection, LagControls, MockTask, RecordedRequest } from './control/types.ts';
import { createConversationStore } from './conversations/conversation-store.ts';
import { createFaults } from './faults/faults.ts';
import type { DropOptions, FailOptions, SlowOptions, StallOptions } from './faults/types.ts';
import { createOperationHandlers } from './handlers/operation-handlers.ts';
import { checkOptions, type MockOptions } from './options.ts';
import type { Task } from './protocol/models.ts';
import { createPrinter } from './protocol/printer.ts';
import { createTimestamps } from './protocol/timestamps.ts';
import { resolveWire } from './protocol/wire-options.ts';
import { createConnections } from './server/connections.ts';
import { createCors } from './server/cors.ts';
import { createRateLimit } from './server/rate-limit.ts';
import { createRequestPipeline } from './server/request-pipeline.ts';
import { getRequestValidator } from './server/request-validator.ts';
import type { ListenOptions, MockServer } from './server/types.ts';
import { createAgentStore } from './state/agent-store.ts';
import { createTaskStore } from './state/task-store.ts';

/** A local emulator of the xpander.ai agent API, with agents, tasks and threads in memory. */
export interface MockXpander extends Inspection, LagControls {
  /** Answers a request in process, in place of the global `fetch`. Ignores the origin of the URL. */
  readonly fetch: (input: Request | URL | string, init?: RequestInit) => Promise<Response>;
  /** The time of the mock. Pass it to the client as well. */
  readonly clock: Clock;
  /** The requests that have arrived, oldest first, as far as they are kept. */
  readonly requests: readonly RecordedRequest[];
  /** The request that arrived last. */
  readonly lastRequest: RecordedRequest | undefined;
  /** The current state of every task that is kept, without lags. The task whose turn began last comes last. */
  readonly tasks: readonly Task[];
  /** Serves the mock over HTTP. Rejects if the port is in use. */
  listen(options?: ListenOptions): Promise<MockServer>;
  /** Answers the next requests with this status and body. */
  fail(options: FailOptions): void;
  /** Breaks the connection of the next requests. */
  drop(options: DropOptions): void;
  /** Delays the next requests. */
  stall(options: StallOptions): void;
  /** Slows down the bodies of the next answers. */
  slow(options: SlowOptions): void;
  /**
   * Returns the controls of one task.
   *
   * @throws MockConfigurationError if the task does not exist.
   */
  task(id: string): MockTask;
  /**
   * Aborts the runs, breaks the connections of requests in flight, and deletes tasks, requests, faults, lags and
   * changes of agents. Keeps the options and the clock.
   */
  reset(): void;
}

/**
 * Creates an emulator. It shares no state with other emulators.
 *
 * Without options it accepts every non-empty API key and every agent id, and a built-in agent answers: pending for
 * 1.5 s, executing for 3 s, then completed.
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
 * @throws MockConfigurationError if an option or a script is invalid. The message names it.
 */
export function createMockXpander(options: MockOptions = {}): MockXpander {
  checkOptions(options);
  const workTracker = createWorkTracker();
  const clock: Clock = chooseClock(options.clock, workTracker, () => connections.isServed());
  const wire = resolveWire(options.wire);
  const printer = createPrinter(wire);
  const agents = createAgentStore(
    { agents: options.agents, workflows: options.workflows, agentDrafts: options.agentDrafts ?? false },
    () => clock.now(),
  );
  const nextTimestamp = createTimestamps(clock);
  const tasks = createTaskStore(
    { clock, workTracker, nextTimestamp, wire },
    { keepEnded: options.keep?.endedTasks ?? Number.POSITIVE_INFINITY, onForgotten: (id) => conversations.forget(id) },
  );
  const conversations = createConversationStore({ tasks, agents, nextTimestamp });
  const faults = createFaults(clock);
  const rateLimit = options.rateLimit === undefined ? undefined : createRateLimit(options.rateLimit, clock);
  const log = createRequestLog(options.keep?.requests ?? Number.POSITIVE_INFINITY);
  const pipeline = createRequestPipeline({
    clock,
    faults,
    handlers: createOperationHandlers({ tasks, conversations, agents, printer, wire }),
    validator: getRequestValidator(options.strictUser ?? false),
    keys: options.keys,
    cors: createCors(options.cors ?? false),
    rateLimit,
    printer,
    heartbeatMs: wire.heartbeatMs,
    record: (request, text) => log.add(request, text, clock.now()),
    whileWaiting: workTracker.whileWaiting,
  });
  const connections = createConnections(pipeline, workTracker);
  const { fail, drop, stall, slow } = faults;

  return {
    fetch: connections.fetch,
    clock,
    requests: log.kept,
    get lastRequest() {
      return log.kept.at(-1);
    },
    get tasks() {
      return tasks.all().map(({ task }) => task);
    },
    listen: connections.listen,
    ...{ fail, drop, stall, slow },
    ...createInspection(log, faults.unused),
    ...createLagControls(tasks.lag),
    task: (id) => createTaskControl(tasks, id),
    reset: () => {
      connections.breakAll();
      tasks.clear();
      conversations.clear();
      agents.clear();
      faults.clear();
      rateLimit?.reset();
      log.clear();
    },
  };
}
