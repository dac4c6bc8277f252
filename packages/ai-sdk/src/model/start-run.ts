import type { Agent, AgentDefaults, StreamOptions, TaskStream } from '@xpander/sdk';
import { readProviderOptions } from './provider-options.ts';
import { type PreparedRequest, toRequest } from './to-request.ts';
import type { ModelCallOptions } from './types.ts';

/** A call of a model that has begun. */
export interface ModelRun extends PreparedRequest {
  readonly stream: TaskStream;
  readonly options: ModelCallOptions;
  readonly onPaused: AgentDefaults['onPaused'];
  /** Whether the answer is JSON. */
  readonly isJson: boolean;
}

/** Starts the run of a call. What cannot be sent throws before anything is sent. */
export function startRun(agent: Agent, defaults: AgentDefaults, options: ModelCallOptions): ModelRun {
  const own = readProviderOptions(options);
  const prepared = toRequest(options, own);
  const call: StreamOptions = {
    signal: options.abortSignal,
    headers: mergeHeaders(defaults.headers, options.headers),
    version: own.version,
    user: own.user,
  };
  const verbs = own.threadId === undefined ? agent : agent.thread(own.threadId);
  const stream = verbs.stream(prepared.request, call);
  return { ...prepared, stream, options, onPaused: defaults.onPaused, isJson: options.responseFormat?.type === 'json' };
}

/** A call's `headers` replace all of its agent's. The AI SDK passes a `user-agent` with each call, so the agent's would be lost. */
function mergeHeaders(
  defaults: StreamOptions['headers'],
  own: ModelCallOptions['headers'] = {},
): Record<string, string> {
  const set = Object.entries(own).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return { ...defaults, ...Object.fromEntries(set) };
}
