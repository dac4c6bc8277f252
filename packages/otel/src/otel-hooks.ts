import { type Attributes, context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import {
  attemptAttributes,
  operationNameOf,
  serverAttributes,
  sharedAttributes,
  startAttributes,
  withoutGaps,
} from './attributes.ts';
import { answerAttributes, promptAttributes } from './content.ts';
import { recordFailure } from './failure.ts';
import { createMetrics } from './metrics.ts';
import { checkOptions, type OtelHooksOptions } from './options.ts';
import { type Outcome, outcomeAttributes, outcomeOfError, outcomeOfTask } from './outcome.ts';
import { scope } from './scope.ts';
import type { AttemptEvent, FinishedTask, Operation } from './types.ts';
import { createUsageReader, usageAttributes } from './usage.ts';

/** The hooks that `otelHooks()` returns, for the option `hooks` of a client. */
export interface OtelHooks {
  /** Makes a span of an operation, and measures it at its end. */
  around(operation: Operation, go: () => Promise<FinishedTask | undefined>): Promise<void>;
  /** Counts an attempt with a whole answer, and adds an event to the span if its status is 400 or above. */
  onResponse(event: AttemptEvent): void;
  /** Counts an attempt without a whole answer, and adds an event to the span. */
  onError(event: AttemptEvent): void;
  /** Adds an event to the span: a request will be repeated. */
  onRetry(event: AttemptEvent): void;
  /** Adds an event to the span: polls replace a stream that was cut. */
  onReconnect(event: AttemptEvent): void;
}

/** An operation that goes on, for the hooks of its requests. */
interface Current {
  readonly span: Span;
  readonly operation: Operation;
}

/**
 * Creates hooks that make a span of each operation, and measure its duration, tokens and requests, by the OpenTelemetry
 * conventions for generative AI.
 *
 * A span ends with its operation: that of a stream at the end of the run, or when its reader leaves. Requests of an
 * instrumented `fetch` are its children. Without a registered provider, the hooks do nothing.
 *
 * @example
 * const xpander = new Xpander({ hooks: otelHooks({ agentName: 'Report writer' }) });
 *
 * @throws TypeError for an option that does not exist or has a wrong value.
 */
export function otelHooks(options: OtelHooksOptions = {}): OtelHooks {
  checkOptions(options);
  const { tracer = trace.getTracer(scope.name, scope.version), meter, captureContent = false, agentName } = options;
  const metrics = createMetrics(meter);
  const readUsage = createUsageReader();
  /** Of these hooks alone, so that two of them on one client do not share their spans. */
  const currentKey = Symbol('the current operation of @xpander/otel');
  const current = (): Current | undefined => context.active().getValue(currentKey) as Current | undefined;

  const startSpan = (operation: Operation): Span => {
    const name = nameOf(agentName, operation.agentId);
    const kind = operation.verb === 'wait' ? SpanKind.INTERNAL : SpanKind.CLIENT;
    const attributes = startAttributes(operation, name);
    const span = tracer.startSpan(spanNameOf(operation, name), { kind, attributes });
    if (captureContent && span.isRecording()) span.setAttributes(promptAttributes(operation));
    return span;
  };

  const report = ({ span, operation }: Current, outcome: Outcome, durationMs: number): void => {
    const { errorType, agentId } = outcome;
    // A wait may learn from the task of which agent it is.
    const name = nameOf(agentName, operation.agentId ?? agentId);
    const usage = operation.verb === 'invokeAsync' ? undefined : readUsage(outcome);
    const shared = sharedAttributes(operation, name);
    span.updateName(spanNameOf(operation, name));
    span.setAttributes({ ...shared, ...outcomeAttributes(outcome), ...(usage && usageAttributes(usage)) });
    if (captureContent && span.isRecording()) span.setAttributes(answerAttributes(outcome));
    metrics.recordOperation(durationMs, withoutGaps({ ...shared, 'error.type': errorType }));
    if (usage !== undefined) metrics.recordUsage(usage, shared);
  };

  const countAttempt = (event: AttemptEvent, errorType: string | undefined): void => {
    const attributes: Attributes = withoutGaps({
      'http.request.method': event.method,
      'http.response.status_code': event.status,
      'error.type': errorType,
    });
    const operation = current()?.operation;
    const ofOperation = operation && { ...serverAttributes(operation.baseUrl), 'xpander.verb': operation.verb };
    metrics.countAttempt({ ...attributes, ...ofOperation });
  };

  const addEvent = (name: string, event: AttemptEvent): void => {
    const span = current()?.span;
    // Requests can follow the end of their operation, such as the stop of a task that was left.
    if (span?.isRecording()) span.addEvent(name, attemptAttributes(event));
  };

  return {
    around: async (operation, go) => {
      const span = startSpan(operation);
      const started: Current = { span, operation };
      const startedMs = performance.now();
      const inside = trace.setSpan(context.active(), span).setValue(currentKey, started);
      try {
        let outcome: Outcome;
        try {
          outcome = outcomeOfTask(operation, await context.with(inside, go));
          if (outcome.errorType !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
        } catch (error) {
          outcome = outcomeOfError(error);
          recordFailure(span, error, captureContent);
        }
        report(started, outcome, performance.now() - startedMs);
      } finally {
        span.end();
      }
    },
    onResponse: (event) => {
      const isFailed = event.status !== undefined && event.status >= 400;
      countAttempt(event, isFailed ? String(event.status) : undefined);
      if (isFailed) addEvent('xpander.failed_attempt', event);
    },
    onError: (event) => {
      countAttempt(event, event.code);
      addEvent('xpander.failed_attempt', event);
    },
    onRetry: (event) => addEvent('xpander.retry', event),
    onReconnect: (event) => addEvent('xpander.reconnect', event),
  };
}

function spanNameOf(operation: Operation, name: string | undefined): string {
  const operationName = operationNameOf(operation);
  return name === undefined ? operationName : `${operationName} ${name}`;
}

/** A function that throws, or returns anything else than a name, gives none: a trace must not fail for it. */
function nameOf(agentName: OtelHooksOptions['agentName'], agentId: string | undefined): string | undefined {
  if (typeof agentName !== 'function') return agentName;
  try {
    const name: unknown = agentId === undefined ? undefined : agentName(agentId);
    return typeof name === 'string' && name.trim() !== '' ? name : undefined;
  } catch {
    return undefined;
  }
}
