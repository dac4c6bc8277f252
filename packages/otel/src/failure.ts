import { type Span, SpanStatusCode } from '@opentelemetry/api';

/** An error as a span may show it: its class and its code, which have no content. */
export interface Failure {
  /** `error.type`: the code of the error, or the name of its class. */
  readonly type: string;
  readonly className: string;
}

/** A code is an identifier. Anything else could quote content. */
const identifier = /^[\w.:-]{1,64}$/;

/** Reads an error. The reason of an abort may be any value. */
export function describeFailure(error: unknown): Failure {
  const className = identifierIn(error, 'name') ?? '_OTHER';
  return { className, type: identifierIn(error, 'code') ?? className };
}

/** Marks the span as failed. The messages of an error may quote prompts and answers. */
export function recordFailure(span: Span, error: unknown, withContent: boolean): void {
  const { className, type } = describeFailure(error);
  const message = stringIn(error, 'message');
  const stack = stringIn(error, 'stack');
  span.addEvent('exception', {
    'exception.type': className,
    'error.type': type,
    ...(withContent && message !== undefined && { 'exception.message': message }),
    ...(withContent && stack !== undefined && { 'exception.stacktrace': stack }),
  });
  const summary = className === type ? className : `${className} (${type})`;
  span.setStatus({ code: SpanStatusCode.ERROR, message: (withContent ? message : undefined) ?? summary });
}

function identifierIn(error: unknown, field: string): string | undefined {
  const value = stringIn(error, field);
  return value !== undefined && identifier.test(value) ? value : undefined;
}

function stringIn(error: unknown, field: string): string | undefined {
  const value = fieldOf(error, field);
  return typeof value === 'string' ? value : undefined;
}

/** A field of an error. A getter that throws must not keep the span from its end. */
export function fieldOf(error: unknown, field: string): unknown {
  if (typeof error !== 'object' || error === null) return undefined;
  try {
    return (error as Record<string, unknown>)[field];
  } catch {
    return undefined;
  }
}
