import type { Meter, Tracer } from '@opentelemetry/api';

/** Options of `otelHooks()`. */
export interface OtelHooksOptions {
  /** Makes the spans. @defaultValue the tracer `@xpander/otel` of the registered provider */
  tracer?: Tracer | undefined;
  /** Makes the instruments. @defaultValue the meter `@xpander/otel` of the registered provider */
  meter?: Meter | undefined;
  /**
   * Adds what users and agents write: the prompt, the answer, and the messages and stacks of errors, which may quote
   * both. Without it, a span has no content.
   *
   * @defaultValue false
   */
  captureContent?: boolean | undefined;
  /**
   * The name of the agent, in the names of spans and as `gen_ai.agent.name`. A function gets the id of the agent, and
   * returns `undefined` for an agent without a name. Use few names: they are an attribute of the metrics.
   */
  agentName?: string | ((agentId: string) => string | undefined) | undefined;
}

type Check = readonly [isValid: (value: unknown) => boolean, expected: string];

const checks: Readonly<Record<keyof OtelHooksOptions, Check>> = {
  tracer: [(value) => hasMethod(value, 'startSpan'), 'a Tracer; call `provider.getTracer(name)`'],
  meter: [(value) => hasMethod(value, 'createHistogram'), 'a Meter; call `provider.getMeter(name)`'],
  captureContent: [(value) => typeof value === 'boolean', '`true` or `false`'],
  agentName: [
    (value) => typeof value === 'function' || (typeof value === 'string' && value.trim() !== ''),
    'a name, or a function that returns the name for an agent id',
  ],
};

/** @throws TypeError for an option that does not exist or has a wrong value. */
export function checkOptions(options: unknown): void {
  if (typeof options !== 'object' || options === null) throw new TypeError('otelHooks: the options must be an object');
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(checks, name)) {
      throw new TypeError(`otelHooks: \`${name}\` is not an option. The options are ${Object.keys(checks).join(', ')}`);
    }
    const [isValid, expected] = checks[name as keyof OtelHooksOptions];
    if (value !== undefined && !isValid(value)) throw new TypeError(`otelHooks: \`${name}\` must be ${expected}`);
  }
}

function hasMethod(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && typeof (value as Record<string, unknown>)[name] === 'function';
}
