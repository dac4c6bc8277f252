export {
  fail,
  type Pause,
  type PauseOptions,
  pause,
  RunFailure,
  type Script,
  type ScriptAnswer,
  type ScriptEvent,
  type ScriptFunction,
  type ScriptTurn,
  type TimelineEntry,
} from './agents/script.ts';
export type { ShownEvent } from './agents/script-event.ts';
export type { Clock } from './clock/clock.ts';
export { MockConfigurationError } from './configuration/configuration-error.ts';
export type { Inspection } from './control/inspection.ts';
export type { LagControls } from './control/lag-controls.ts';
export type { RecordedRequest } from './control/request-log.ts';
export type { MockTask } from './control/task-control.ts';
export type {
  DropOptions,
  FailOptions,
  FaultPlace,
  FaultTarget,
  SlowOptions,
  StallOptions,
  StreamPlace,
} from './faults/fault-options.ts';
export { type TooManyRequestsOptions, tooManyRequests } from './faults/too-many-requests.ts';
export { createMockXpander, type MockXpander } from './mock-xpander.ts';
export type { MockOptions } from './options.ts';
export type {
  HistoryMessage,
  HitlRequest,
  InvokeRequest,
  OperationName,
  PendingEcaRequest,
  Task,
} from './protocol/models.ts';
export type { WireOptions } from './protocol/wire-options.ts';
export type { ListenOptions, MockServer } from './server/http-server.ts';
export type { RateLimitOptions } from './server/rate-limit.ts';
