import { context, DiagLogLevel, diag, metrics, trace } from '@opentelemetry/api';
import {
  AggregationTemporality,
  AsyncLocalStorageContextManager,
  createTracerProvider,
  InMemoryMetricExporter,
  InMemorySpanExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from 'otel-stack/stack.ts';
import { afterEach, beforeEach, expect } from 'vitest';

type FinishedSpan = ReturnType<InMemorySpanExporter['getFinishedSpans']>[number];

/** A measurement: its attributes, and the value, or count and sum. */
interface Point {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly value: unknown;
}

interface Telemetry {
  readonly tracerProvider: ReturnType<typeof createTracerProvider>;
  readonly meterProvider: MeterProvider;
  /** The spans that have ended, in the order of their ends. */
  spans(): FinishedSpan[];
  /** The only span. */
  span(): FinishedSpan;
  /** Forgets the spans so far. */
  reset(): void;
  points(metric: string): Promise<Point[]>;
  /** What the OpenTelemetry SDK complained about, such as a second end of a span. */
  readonly complaints: string[];
}

/** Registers an SDK that keeps spans and metrics in memory, for each test of the file. */
export function useTelemetry(): Telemetry {
  let created: Omit<Telemetry, 'spans' | 'span' | 'reset' | 'points' | 'complaints'>;
  let spanExporter: InMemorySpanExporter;
  let metricExporter: InMemoryMetricExporter;
  const complaints: string[] = [];
  const spans = (): FinishedSpan[] => spanExporter.getFinishedSpans();

  beforeEach(() => {
    spanExporter = new InMemorySpanExporter();
    metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    const reader = new PeriodicExportingMetricReader({ exporter: metricExporter, exportIntervalMillis: 3_600_000 });
    created = {
      tracerProvider: createTracerProvider(spanExporter),
      meterProvider: new MeterProvider({ readers: [reader] }),
    };
    complaints.length = 0;
    const complain = (...words: unknown[]): void => void complaints.push(words.join(' '));
    diag.setLogger({ error: complain, warn: complain, info() {}, debug() {}, verbose() {} }, DiagLogLevel.WARN);
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    trace.setGlobalTracerProvider(created.tracerProvider);
    metrics.setGlobalMeterProvider(created.meterProvider);
  });

  afterEach(async () => {
    for (const part of [trace, metrics, context, diag]) part.disable();
    await Promise.all([created.tracerProvider.shutdown(), created.meterProvider.shutdown()]);
  });

  return {
    get tracerProvider() {
      return created.tracerProvider;
    },
    get meterProvider() {
      return created.meterProvider;
    },
    complaints,
    spans,
    reset: () => spanExporter.reset(),
    span: () => {
      const [span, ...others] = spans();
      expect(others.map(({ name }) => name)).toEqual([]);
      if (span === undefined) throw new Error('no span has ended');
      return span;
    },
    points: async (metric) => {
      await created.meterProvider.forceFlush();
      const scopes = metricExporter.getMetrics().at(-1)?.scopeMetrics ?? [];
      const found = scopes.flatMap(({ metrics: all }) => all).find(({ descriptor }) => descriptor.name === metric);
      return (found?.dataPoints ?? []).map(({ attributes, value }) => ({ attributes, value }));
    },
  };
}
