import { getThread } from '../api/operations.ts';
import { checkThreadOptions, withDefaults } from '../config/validate-options.ts';
import { checkId } from '../config/validators.ts';
import { callOnce } from '../core/call-once.ts';
import { createThreadState } from '../core/thread-registry.ts';
import type { Core } from '../core/types.ts';
import { traced } from '../errors/caller-trace.ts';
import type { AgentRequest, CompletedTask, ThreadMessage } from '../models.ts';
import type {
  AgentDefaults,
  RequestOptions,
  RunOptions,
  StreamOptions,
  ThreadOptions,
} from '../options/call-options.ts';
import type { MaybeOutput, OutputSchema } from '../output/output-schema.ts';
import type { RunTarget } from '../runs/types.ts';
import { openTaskStream } from '../streaming/task-stream.ts';
import type { TaskStream } from '../streaming/types.ts';
import { toThreadMessage } from '../tasks/thread-message.ts';
import { runAgent } from '../verbs/run.ts';

/** A conversation with an agent. Its turns run one after the other, and each gets its own answer. */
export interface Thread {
  /** The id of the thread and of its task. `undefined` until the first turn has one. */
  readonly id: string | undefined;
  /**
   * Sends a turn and waits for its end, ten minutes by default (`deadlineMs`). Turns run in the order of the calls,
   * whichever verb and object starts them.
   *
   * @throws ThreadBusyError when another turn runs and `whenBusy` is `"reject"`, or when this turn has not sent its
   * request for two minutes and a later turn has gone first.
   * @throws TaskPausedError when this turn, or the one before, is paused.
   */
  send<T>(
    request: AgentRequest,
    options: RunOptions & { output: OutputSchema<T> },
  ): Promise<CompletedTask & { output: T }>;
  send(request: AgentRequest, options?: RunOptions): Promise<CompletedTask>;
  /** Sends a turn and follows its events. */
  stream<T>(
    request: AgentRequest,
    options: StreamOptions & { output: OutputSchema<T> },
  ): TaskStream<CompletedTask & { output: T }>;
  stream(request: AgentRequest, options?: StreamOptions): TaskStream;
  /** Reads the messages, oldest first. Returns none before the first turn. */
  messages(options?: RequestOptions): Promise<ThreadMessage[]>;
}

/** @throws ConfigurationError for an id or an option that no turn could use. */
export function createThread(
  core: Core,
  { agentId, defaults }: { readonly agentId: string; readonly defaults: AgentDefaults },
  givenId: string | undefined,
  options: ThreadOptions = {},
): Thread {
  checkThreadOptions(options);
  const { whenBusy = 'queue' } = options;
  /** Holds the turns until the thread has an id. From then on, every object of the same id shares one state. */
  const own = createThreadState(givenId === undefined ? undefined : checkId('id', givenId));
  const target = (request: AgentRequest): RunTarget => {
    const { id } = own;
    return { agentId, request, thread: { id, state: id === undefined ? own : core.threads.of(id), whenBusy } };
  };
  return {
    get id() {
      return own.id;
    },
    send: (request: AgentRequest, sendOptions: RunOptions & MaybeOutput = {}) =>
      traced(() => runAgent(core, target(request), withDefaults(defaults, sendOptions, 'run'))),
    stream: (request: AgentRequest, streamOptions: StreamOptions & MaybeOutput = {}) =>
      openTaskStream(core, target(request), withDefaults(defaults, streamOptions, 'stream')),
    messages: (messageOptions = {}) =>
      traced(async () => {
        const { id } = own;
        if (id === undefined) return [];
        const messages = await callOnce(core, messageOptions, (call) => getThread(core, id, call));
        return messages.map(toThreadMessage);
      }),
  };
}
