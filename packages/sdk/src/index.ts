export type { Pages } from './api/pagination.ts';
export type { AgentRequests, RunOutcome, TaskRefs, WaitOutcome } from './batches/types.ts';
export { Xpander } from './client.ts';
export { combineHooks } from './config/combine-hooks.ts';
export { type LineLog, logHooks } from './config/log-hooks.ts';
export { ApiError, type ApiErrorCode, type ApiErrorFacts } from './errors/api-error.ts';
export { ConfigurationError } from './errors/configuration-error.ts';
export { DeadlineError, type DeadlineFacts } from './errors/deadline-error.ts';
export { OutputError, type OutputIssue } from './errors/output-error.ts';
export {
  AmbiguousInvocationError,
  type FailedStatus,
  StreamInterruptedError,
  TaskFailedError,
  TaskPausedError,
  ThreadBusyError,
  TurnReplacedError,
} from './errors/run-errors.ts';
export { ConnectionError, ProtocolError, type ProtocolFacts, TimeoutError } from './errors/transport-errors.ts';
export { type Caused, isXpanderError, XpanderError } from './errors/xpander-error.ts';
export type {
  AgentDetails,
  AgentQuery,
  AgentRequest,
  AgentSummary,
  ApiClient,
  AuthState,
  CompletedSummary,
  CompletedTask,
  ConversationMessage,
  ConversationRecord,
  CreateAgentRequest,
  DeepPlanning,
  Forwardable,
  HitlRequest,
  InvokeInput,
  InvokeRequest,
  KnownTaskStatus,
  MessageMode,
  MessageReceipt,
  Page,
  QueryOf,
  QuestionAnswer,
  RawThreadMessage,
  RunState,
  Task,
  TaskEvent,
  TaskQuery,
  TaskRef,
  TaskStatus,
  TaskSummary,
  ThreadMessage,
  UnknownTaskEvent,
  UpdateAgentRequest,
  User,
  ValidationIssue,
  WorkflowQuery,
} from './models.ts';
export type { BatchOptions, BatchProgress, ManyOptions, WaitAllOptions } from './options/batch-options.ts';
export type {
  AgentDefaults,
  ContinueOptions,
  ConversationDefaults,
  ConversationOptions,
  InvokeOptions,
  MessageOptions,
  RequestOptions,
  RunOptions,
  StopOptions,
  StreamOptions,
  ThreadOptions,
  WaitOptions,
} from './options/call-options.ts';
export type {
  Clock,
  ErrorHook,
  Hook,
  HookEvent,
  Hooks,
  OperationEvent,
  RateLimit,
  SharedRateLimit,
  ThrottleEvent,
  XpanderOptions,
} from './options/client-options.ts';
export type { FetchInit, QueryValue } from './options/fetch-init.ts';
export { jsonSchema, type OutputSchema, type StandardIssue, type Validated } from './output/output-schema.ts';
export { parseOutput } from './output/parse-output.ts';
export type { Agent } from './resources/agent.ts';
export type { Agents } from './resources/agents.ts';
export type { BoundInvocations } from './resources/bound-invocations.ts';
export type { Conversation } from './resources/conversation.ts';
export type { Invocations } from './resources/invocations.ts';
export type { Tasks } from './resources/tasks.ts';
export type { Thread } from './resources/threads.ts';
export type { Workflow } from './resources/workflow.ts';
export type { Workflows } from './resources/workflows.ts';
export { taskIdOf } from './runs/task-id.ts';
export { readEvents, type ServerSentEvent } from './streaming/read-events.ts';
export type { TaskStream } from './streaming/types.ts';
