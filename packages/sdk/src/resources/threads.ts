import { createDeferred, type Deferred } from '../async/deferred.ts';
import { checkThreadOptions } from '../config/validate-options.ts';
import { checkId } from '../config/validators.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { AmbiguousInvocationError, ThreadBusyError } from '../errors/run-errors.ts';
import { isXpanderError } from '../errors/xpander-error.ts';
import type { AgentRequest, CompletedTask, ThreadMessage } from '../models.ts';
import type { RequestOptions, RunOptions, StreamOptions, ThreadOptions } from '../options/call-options.ts';
import type { MaybeOutput, OutputSchema } from '../output/output-schema.ts';
import type { Conversation } from '../runs/prepare-run.ts';
import type { TaskStream } from '../streaming/task-stream.ts';
import type { Verbs } from '../verbs/invocations.ts';
import type { Tasks } from './tasks.ts';

/** A conversation with an agent: its turns run one after the other, each with its own answer. */
export interface Thread {
  /** The id of the thread, which is that of its task as well. `undefined` until the first turn has one. */
  readonly id: string | undefined;
  /**
   * Sends a turn and waits for its end. Turns queue in the order of the calls, whichever verb and object starts them.
   *
   * @throws ThreadBusyError when another turn runs and `whenBusy` is `"reject"`.
   * @throws TaskPausedError when this turn, or the one before, waits for a person.
   */
  send<T>(
    request: AgentRequest,
    options: RunOptions & { output: OutputSchema<T> },
  ): Promise<CompletedTask & { output: T }>;
  send(request: AgentRequest, options?: RunOptions): Promise<CompletedTask>;
  /** Sends a turn and follows it. */
  stream<T>(
    request: AgentRequest,
    options: StreamOptions & { output: OutputSchema<T> },
  ): TaskStream<CompletedTask & { output: T }>;
  stream(request: AgentRequest, options?: StreamOptions): TaskStream;
  /** The messages so far, oldest first. None before the first turn. */
  messages(options?: RequestOptions): Promise<ThreadMessage[]>;
}

/** The verbs of one agent, their starts put into a conversation. */
export type VerbsIn = (conversation: Conversation) => Pick<Verbs, 'run' | 'stream'>;

/** @throws ConfigurationError for an id or an option that no turn could use. */
export function createThread(
  agentId: string,
  verbsIn: VerbsIn,
  tasks: Tasks,
  givenId: string | undefined,
  options: ThreadOptions = {},
): Thread {
  checkThreadOptions(options);
  const conversation = createConversation(givenId === undefined ? undefined : checkId('id', givenId), options.whenBusy);
  return {
    get id() {
      return conversation.id();
    },
    async send(request: AgentRequest, sendOptions?: RunOptions & MaybeOutput) {
      refuseOwnId(request);
      return verbsIn(conversation.turn()).run(agentId, request, sendOptions);
    },
    stream(request: AgentRequest, streamOptions?: StreamOptions & MaybeOutput) {
      const turn = conversation.turn();
      return verbsIn(isOwnId(request) ? refusing(turn) : turn).stream(agentId, request, streamOptions);
    },
    async messages(messageOptions) {
      const id = conversation.id();
      return id === undefined ? [] : tasks.messages(id, messageOptions);
    },
  };
}

function isOwnId(request: AgentRequest): boolean {
  return typeof request === 'object' && request !== null && request.id !== undefined && request.id !== null;
}

function refuseOwnId(request: AgentRequest): void {
  if (isOwnId(request)) throw ownIdError();
}

function ownIdError(): ConfigurationError {
  return new ConfigurationError('id', 'is the thread’s own', 'Leave it out, or open a thread by it: agent.thread(id)');
}

/** A stream tells its errors to those who read it, never to the caller at once. */
function refusing(turn: Conversation): Conversation {
  const enter = async (): Promise<never> => {
    throw ownIdError();
  };
  return { ...turn, enter };
}

/** What turns are told of one that was aborted, or left by its reader, too early. */
function openingLeft(reason: unknown): AmbiguousInvocationError {
  const problem = new Error('the turn that opens the thread was left before the thread had an id', { cause: reason });
  return new AmbiguousInvocationError(problem, undefined, undefined);
}

/** Hands out turns, of which the first opens the thread when it has no id yet. */
function createConversation(
  givenId: string | undefined,
  whenBusy: ThreadOptions['whenBusy'],
): { id(): string | undefined; turn(): Conversation } {
  let id = givenId;
  /** The turn that opens the thread: the others wait for its id. */
  let opening: Deferred<void> | undefined;
  /** Settles when the last of those who wait for it has gone on, and how many they are. */
  let line: Promise<unknown> = Promise.resolve();
  let queued = 0;
  /** Why there will be no thread: its first turn may be running somewhere, and nobody knows where. */
  let closed: { readonly error: unknown } | undefined;

  const turn = (): Conversation => {
    let isOpening = false;
    let isOver = false;
    let mintedId: string | undefined;
    /** What the turn is known by, as long as the server may still give it another id than the one we made up. */
    let workingId: string | undefined;
    const take = (): string | undefined => {
      if (closed !== undefined) throw closed.error;
      if (id !== undefined) return id;
      isOpening = true;
      opening = createDeferred();
      return undefined;
    };
    const takeInTime = async (before: Promise<unknown>): Promise<string | undefined> => {
      await before;
      while (opening !== undefined) {
        if (whenBusy === 'reject') throw new ThreadBusyError(id);
        await opening.promise;
      }
      // Who has left the queue must not be the one that all others wait for.
      return isOver ? undefined : take();
    };
    const takeLater = (): Promise<string | undefined> => {
      const taken = takeInTime(line);
      queued += 1;
      line = taken.then(ignore, ignore);
      // By then the turn has gone on, so that no other can overtake it.
      void line.then(() => {
        queued -= 1;
      });
      return taken;
    };
    return {
      whenBusy,
      enter(minted) {
        mintedId = minted;
        return opening !== undefined || queued > 0 ? takeLater() : take();
      },
      opened(taskId, isCertain = taskId !== mintedId) {
        if (!isOpening) return;
        workingId = taskId;
        if (!isCertain) return;
        id = taskId;
        opening?.resolve();
        opening = undefined;
      },
      lost(error) {
        if (isOpening) closed = { error: isXpanderError(error) ? error : openingLeft(error) };
      },
      left() {
        isOver = true;
        if (!isOpening) return;
        id ??= workingId;
        opening?.resolve();
        opening = undefined;
      },
    };
  };
  return { id: () => id, turn };
}

function ignore(): void {
  // Told to the turn that it concerns.
}
