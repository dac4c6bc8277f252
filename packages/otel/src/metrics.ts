import {
  type Attributes,
  type Counter,
  type Histogram,
  type Meter,
  type MeterProvider,
  metrics,
} from '@opentelemetry/api';
import { scope } from './scope.ts';
import type { Usage } from './usage.ts';

interface Instruments {
  readonly duration: Histogram;
  readonly tokens: Histogram;
  readonly attempts: Counter;
}

export interface Metrics {
  recordOperation(durationMs: number, attributes: Attributes): void;
  recordUsage(usage: Usage, attributes: Attributes): void;
  countAttempt(attributes: Attributes): void;
}

/** The boundaries of the conventions in seconds, and four more: agents work for minutes. */
const durationBoundaries = Array.from({ length: 18 }, (_, index) => 0.01 * 2 ** index);
/** The boundaries of the conventions. */
const tokenBoundaries = Array.from({ length: 14 }, (_, index) => 4 ** index);

/** The instruments of a meter, or of the provider that is registered at the time of a measurement. */
export function createMetrics(meter: Meter | undefined): Metrics {
  let provider: MeterProvider | undefined;
  let instruments: Instruments | undefined = meter && createInstruments(meter);

  /** The API has no meter that becomes real when a provider is registered, as a tracer does. */
  const current = (): Instruments => {
    const registered = metrics.getMeterProvider();
    if (instruments === undefined || (meter === undefined && registered !== provider)) {
      provider = registered;
      instruments = createInstruments(registered.getMeter(scope.name, scope.version));
    }
    return instruments;
  };

  return {
    recordOperation: (durationMs, attributes) => current().duration.record(durationMs / 1_000, attributes),
    recordUsage: ({ input, output }, attributes) => {
      const { tokens } = current();
      if (input !== undefined) tokens.record(input, { ...attributes, 'gen_ai.token.type': 'input' });
      if (output !== undefined) tokens.record(output, { ...attributes, 'gen_ai.token.type': 'output' });
    },
    countAttempt: (attributes) => current().attempts.add(1, attributes),
  };
}

function createInstruments(meter: Meter): Instruments {
  // Older versions of the API have no `advice`. They ignore it.
  const duration = {
    description: 'Duration of an operation, with all its requests and pauses',
    unit: 's',
    advice: { explicitBucketBoundaries: durationBoundaries },
  };
  const tokens = {
    description: 'Tokens that a run has used',
    unit: '{token}',
    advice: { explicitBucketBoundaries: tokenBoundaries },
  };
  return {
    duration: meter.createHistogram('gen_ai.client.operation.duration', duration),
    tokens: meter.createHistogram('gen_ai.client.token.usage', tokens),
    attempts: meter.createCounter('xpander.attempts', {
      description: 'Requests to the API, with repeated ones and polls',
      unit: '{attempt}',
    }),
  };
}
