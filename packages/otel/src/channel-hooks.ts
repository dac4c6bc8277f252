import type { AttemptEvent, FinishedTask, Operation } from './types.ts';

/** The hooks that `channelHooks()` returns, for the option `hooks` of a client. */
export interface ChannelHooks {
  /** Traces an operation on `tracing:xpander:operation`. Without a subscriber, it only calls `go`. */
  around(operation: Operation, go: () => Promise<FinishedTask | undefined>): unknown;
  /** Publishes to `xpander:request`, before each attempt. */
  onRequest(event: AttemptEvent): void;
  /** Publishes to `xpander:response`, after an attempt with a whole answer. */
  onResponse(event: AttemptEvent): void;
  /** Publishes to `xpander:error`, after an attempt without a whole answer. */
  onError(event: AttemptEvent): void;
  /** Publishes to `xpander:retry`, before the pause that precedes another attempt. */
  onRetry(event: AttemptEvent): void;
  /** Publishes to `xpander:poll`, before the pause that precedes a poll. */
  onPoll(event: AttemptEvent): void;
  /** Publishes to `xpander:reconnect`, when polls replace a stream that was cut. */
  onReconnect(event: AttemptEvent): void;
  /** Publishes to `xpander:throttle`, while the rate limit holds requests back. */
  onThrottle(event: object): void;
}

/** The message of the tracing channel `xpander:operation`, the same object from `start` to `asyncEnd`. */
export interface OperationMessage {
  readonly operation: Operation;
  /** The task with which the operation ended. */
  readonly result?: FinishedTask | undefined;
  /** What the operation rejected with. Its message may quote content. */
  readonly error?: unknown;
}

/** The part of `node:diagnostics_channel` that is used. */
interface DiagnosticsChannel {
  channel(name: string): { readonly hasSubscribers: boolean; publish(message: unknown): void };
  tracingChannel(name: string): {
    tracePromise(work: () => Promise<unknown>, message: OperationMessage): Promise<unknown>;
  };
}

/**
 * Creates hooks that publish to Node's `diagnostics_channel`, for tools that listen there.
 *
 * Each operation is traced on the tracing channel `xpander:operation`. Every other hook publishes its event on a channel
 * of its own: `xpander:request`, `xpander:response`, `xpander:error`, `xpander:retry`, `xpander:poll`,
 * `xpander:reconnect`, `xpander:throttle`. Without a subscriber, nothing is published.
 *
 * @example
 * const xpander = new Xpander({ hooks: channelHooks() });
 *
 * @throws TypeError where there is no `process.getBuiltinModule`: before Node 20.16, and in browsers.
 */
export function channelHooks(): ChannelHooks {
  const diagnostics = loadDiagnosticsChannel();
  const operations = diagnostics.tracingChannel('xpander:operation');
  const publishTo = (name: string): ((event: object) => void) => {
    const channel = diagnostics.channel(`xpander:${name}`);
    return (event) => {
      if (channel.hasSubscribers) channel.publish(event);
    };
  };
  return {
    around: (operation, go) => operations.tracePromise(go, { operation }),
    onRequest: publishTo('request'),
    onResponse: publishTo('response'),
    onError: publishTo('error'),
    onRetry: publishTo('retry'),
    onPoll: publishTo('poll'),
    onReconnect: publishTo('reconnect'),
    onThrottle: publishTo('throttle'),
  };
}

/** Loads the module at the call, so that `otelHooks` can be bundled for other platforms than Node. */
function loadDiagnosticsChannel(): DiagnosticsChannel {
  const { process } = globalThis as { process?: { getBuiltinModule?: (id: string) => unknown } };
  const diagnostics = process?.getBuiltinModule?.('node:diagnostics_channel') as DiagnosticsChannel | undefined;
  if (diagnostics === undefined) {
    throw new TypeError('channelHooks: needs `process.getBuiltinModule`, which Node has from 20.16 on');
  }
  return diagnostics;
}
