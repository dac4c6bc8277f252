import type {
  AgentRequest,
  CompletedTask,
  ConversationMessage,
  ConversationRecord,
  MessageReceipt,
  QuestionAnswer,
  RunState,
} from '../models.ts';
import type {
  ContinueOptions,
  ConversationOptions,
  MessageOptions,
  RequestOptions,
  StopOptions,
} from '../options/call-options.ts';
import type { OutputSchema } from '../output/output-schema.ts';
import type { TaskStream } from '../streaming/types.ts';

/**
 * Beta: a conversation over the API's newer chat routes, which were read from documentation alone. Members may change
 * before they are declared stable.
 *
 * Use it for a chat that people steer: with messages that queue or steer a running turn, questions, approvals and
 * edits. Use `thread()` for follow-up questions of a program.
 *
 * The turns of one id run one after the other within a process, in the order of the calls. A turn that another process
 * sends while one is running cancels that one, which then rejects with a `TaskFailedError` of status `stopped`. No turn
 * is ever sent twice: after a lost answer, the run state and the record are read instead.
 */
export interface Conversation {
  /** The id of the conversation and of its task. `undefined` until the first turn has one. */
  readonly id: string | undefined;
  /**
   * Beta. Runs the next turn and waits for its end, ten minutes by default (`deadlineMs`). The turn is over at the first
   * of `turn_finished` and `task_finished`; members that only the record has, such as `tokens`, may be missing.
   *
   * @throws TaskPausedError when the turn waits for an answer (`decisionId`), an approval (`requestId`) or a login.
   * @throws AmbiguousInvocationError when the answer was lost, and the turn could not be found.
   */
  send<T>(
    request: AgentRequest,
    options: ConversationOptions & { output: OutputSchema<T> },
  ): Promise<CompletedTask & { output: T }>;
  send(request: AgentRequest, options?: ConversationOptions): Promise<CompletedTask>;
  /**
   * Beta. Runs the next turn and follows its events. The stream ends with its own turn. If the turn is paused, the loop
   * ends after `turn_finished`, and `finalTask` rejects with a `TaskPausedError`.
   */
  stream<T>(
    request: AgentRequest,
    options: ConversationOptions & { output: OutputSchema<T> },
  ): TaskStream<CompletedTask & { output: T }>;
  stream(request: AgentRequest, options?: ConversationOptions): TaskStream;
  /**
   * Beta. Sends a message at once, whatever runs. `action: "started"` in the receipt means that no turn was running:
   * nothing was queued, and the text is to be sent with `send`.
   *
   * The message is sent once. After a lost answer it is looked for in the queue.
   *
   * @throws ApiError with `code: "conflict"` when `mode` is `"steer"` and no turn is running.
   * @throws AmbiguousInvocationError when the answer was lost, and the message is not in the queue.
   */
  message(message: ConversationMessage, options?: MessageOptions): Promise<MessageReceipt>;
  /** Beta. Reads whether a turn is running, and what is queued. It is cheap. */
  state(options?: RequestOptions): Promise<RunState>;
  /** Beta. Stops the running turn and its sub-tasks. The queue stays, unless `clearQueue` is `true`. */
  stop(options?: StopOptions): Promise<void>;
  /**
   * Beta. Runs the queued messages, one turn each, and follows their events. The result is the last turn's. If nothing is
   * queued, it is the task as it is; if a turn is running, the stream waits until none is.
   */
  drain(options?: ContinueOptions): TaskStream;
  /** Beta. Removes a message from the queue. @throws ApiError with `code: "not_found"` if it is not there. */
  unqueue(messageId: string, options?: RequestOptions): Promise<void>;
  /** Beta. Reads the conversation: its task as `execution`, and its activity. */
  read(options?: RequestOptions): Promise<ConversationRecord>;
  /**
   * Beta. Answers the questions of a paused turn, and follows the rest of that turn.
   *
   * @throws ApiError with `code: "bad_request"` if the answers do not fit. The turn stays paused.
   */
  answer(decisionId: string, answers: readonly QuestionAnswer[], options?: ContinueOptions): TaskStream;
  /** Beta. Approves or denies what a paused turn wants to do, and follows the rest of that turn. */
  confirm(requestId: string, approve: boolean, options?: ContinueOptions): TaskStream;
  /**
   * Beta. Drops everything after a message of the user, runs the request in its place, and follows that turn. The id is
   * that of the message's entry in the activity.
   */
  edit(messageId: string, request: AgentRequest, options?: ContinueOptions): TaskStream;
}
