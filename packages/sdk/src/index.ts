export type { ApiClient } from './api/api.ts';
export type { Pages } from './api/page.ts';
export { Xpander } from './client.ts';
export { ApiError, type ApiErrorCode } from './errors/api-error.ts';
export { ConfigurationError } from './errors/configuration-error.ts';
export {
  AmbiguousInvocationError,
  DeadlineError,
  type FailedStatus,
  TaskFailedError,
  TaskPausedError,
} from './errors/run-errors.ts';
export { ConnectionError, ProtocolError, TimeoutError } from './errors/transport-errors.ts';
export { isXpanderError, XpanderError } from './errors/xpander-error.ts';
export { logHooks } from './log-hooks.ts';
export type {
  AgentDetails,
  AgentQuery,
  AgentRequest,
  AgentSummary,
  CompletedTask,
  HitlRequest,
  InvokeInput,
  InvokeRequest,
  KnownTaskStatus,
  Page,
  RawThreadMessage,
  Task,
  TaskQuery,
  TaskRef,
  TaskStatus,
  TaskSummary,
  ThreadMessage,
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
  WaitOptions,
  XpanderOptions,
} from './options.ts';
export type { Agent, Agents } from './resources/agents.ts';
export type { Tasks } from './resources/tasks.ts';
