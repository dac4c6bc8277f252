export { pause } from './agents/pause.ts';
export { fail, RunFailure } from './agents/run-failure.ts';
export type {
  Confirmation,
  Pause,
  PauseOptions,
  Question,
  QuestionOption,
  RunSettings,
  Script,
  ScriptAnswer,
  ScriptEvent,
  ScriptFunction,
  ScriptTurn,
  ShownEvent,
  TimelineEntry,
} from './agents/types.ts';
export type { Clock } from './clock/types.ts';
export { MockConfigurationError } from './configuration/configuration-error.ts';
export type { Inspection, LagControls, MockTask, RecordedRequest } from './control/types.ts';
export { tooManyRequests } from './faults/too-many-requests.ts';
export type {
  DropOptions,
  FailOptions,
  FaultPlace,
  FaultTarget,
  SlowOptions,
  StallOptions,
  StreamPlace,
  TooManyRequestsOptions,
} from './faults/types.ts';
export { createMockXpander, type MockXpander } from './mock-xpander.ts';
export type { KeepOptions, MockOptions } from './options.ts';
export type {
  HistoryMessage,
  HitlRequest,
  InvokeRequest,
  KnownTaskStatus,
  OperationName,
  PendingEcaRequest,
  Task,
} from './protocol/models.ts';
export type { WireOptions } from './protocol/types.ts';
export type { KeyAccess, ListenOptions, MockServer, RateLimitOptions, ServedRequest } from './server/types.ts';
