export { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
