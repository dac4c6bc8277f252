export type { ApiClient } from './api/api.ts';
export { Xpander } from './client.ts';
export {
  AmbiguousInvocationError,
  ApiError,
  type ApiErrorCode,
  ConfigurationError,
  ConnectionError,
  DeadlineError,
  type FailedStatus,
  isXpanderError,
  ProtocolError,
  TaskFailedError,
  TaskPausedError,
  TimeoutError,
  XpanderError,
} from './errors.ts';
export { logHooks } from './log-hooks.ts';
export type {
  AgentRequest,
  CompletedTask,
  HitlRequest,
  InvokeInput,
  InvokeRequest,
  KnownTaskStatus,
  Task,
  TaskRef,
  TaskStatus,
  User,
  ValidationIssue,
} from './models.ts';
export type {
  AgentDefaults,
  Clock,
  HookEvent,
  Hooks,
  InvokeOptions,
  RequestOptions,
  RunOptions,
  WaitOptions,
  XpanderOptions,
} from './options.ts';
export type { Agent, Agents } from './resources/agents.ts';
export type { Tasks } from './resources/tasks.ts';
