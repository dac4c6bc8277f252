export { type ChannelHooks, channelHooks, type OperationMessage } from './channel-hooks.ts';
export type { OtelHooksOptions } from './options.ts';
export { type OtelHooks, otelHooks } from './otel-hooks.ts';
export type { AttemptEvent, FinishedTask, Operation, TokenCounts } from './types.ts';
