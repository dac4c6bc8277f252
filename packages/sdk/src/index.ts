export type { ApiClient } from './api/api.ts';
export type { Pages } from './api/page.ts';
export { Xpander } from './client.ts';
export { ApiError, type ApiErrorCode } from './errors/api-error.ts';
export { ConfigurationError } from './errors/configuration-error.ts';
export { OutputError, type OutputIssue } from './errors/output-error.ts';
export {
  AmbiguousInvocationError,
  DeadlineError,
  type FailedStatus,
  StreamInterruptedError,
  TaskFailedError,
  TaskPausedError,
  ThreadBusyError,
} from './errors/run-errors.ts';
export { ConnectionError, ProtocolError, TimeoutError } from './errors/transport-errors.ts';
export { isXpanderError, XpanderError } from './errors/xpander-error.ts';
export { logHooks } from './log-hooks.ts';
export type { BatchOptions, BatchProgress, ManyOptions, WaitAllOptions } from './many-options.ts';
export type {
  AgentDetails,
  AgentQuery,
  AgentRequest,
  AgentSummary,
  CompletedSummary,
  CompletedTask,
  HitlRequest,
  InvokeInput,
  InvokeRequest,
  KnownTaskStatus,
  Page,
  RawThreadMessage,
  Task,
  TaskEvent,
  TaskQuery,
  TaskRef,
  TaskStatus,
  TaskSummary,
  ThreadMessage,
  UnknownTaskEvent,
  User,
  ValidationIssue,
} from './models.ts';
export type {
  AgentDefaults,
  Clock,
  HookEvent,
  Hooks,
  InvokeOptions,
  RateLimit,
  RequestOptions,
  RunOptions,
  StreamOptions,
  ThreadOptions,
  WaitOptions,
  XpanderOptions,
} from './options.ts';
export type { Agent, Agents } from './resources/agents.ts';
export { parseOutput } from './resources/output.ts';
export { jsonSchema, type OutputSchema } from './resources/output-schema.ts';
export type { AgentRequests, RunOutcome } from './resources/run-many.ts';
export type { TaskStream } from './resources/task-stream.ts';
export type { Tasks } from './resources/tasks.ts';
export type { Thread } from './resources/threads.ts';
export type { TaskRefs, WaitOutcome } from './resources/wait-all.ts';
