import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const source = fileURLToPath(new URL('../src', import.meta.url));

/** From the vocabulary to the promise to users: a file imports only from what stands before it. */
const order = [
  'models',
  'errors/xpander-error',
  'errors/configuration-error',
  'errors/transport-errors',
  'errors/api-error',
  'errors/run-errors',
  'errors/output-error',
  'transport/error-body',
  'options',
  'many-options',
  'async/clock',
  'config/validators',
  'config/validate-options',
  'config/settings',
  'config/log-hooks',
  'async/abort',
  'async/with-timeout',
  'transport/retry-after',
  'transport/types',
  'transport/hooks',
  'transport/redact',
  'transport/connection-error',
  'transport/read-body',
  'transport/connection',
  'transport/sliding-window',
  'transport/rate-limit',
  'transport/retry',
  'transport/transport',
  'streaming/event-stream',
  'api/exchange',
  'api/api-client',
  'api/pagination',
  'api/response',
  'api/operations',
  'tasks/task-status',
  'streaming/task-event',
  'async/deferred',
  'async/shared-iterator',
  'tasks/end-detection',
  'tasks/settle',
  'output/extract-json',
  'output/output-schema',
  'output/parse-output',
  'config/validate-request',
  'core/operation',
  'polling/read-task',
  'core/call-once',
  'core/abandon',
  'tasks/thread-message',
  'polling/poll-interval',
  'polling/poll-task',
  'polling/wait-for-one',
  'polling/list-scan',
  'polling/list-schedule',
  'polling/list-trust',
  'polling/polled-task',
  'polling/wait-for-many',
  'threads/thread-registry',
  'threads/previous-turn',
  'threads/turn-queue',
  'runs/recover-run',
  'runs/start-run',
  'runs/prepare-run',
  'streaming/event-relay',
  'streaming/stream-turn',
  'streaming/text-stream',
  'streaming/task-stream',
  'async/result-queue',
  'batches/circuit-breaker',
  'batches/worker-pool',
  'batches/task-summary',
  'batches/wait-all',
  'verbs/wait',
  'resources/tasks',
  'verbs/invocations',
  'batches/run-many',
  'resources/threads',
  'resources/agents',
  'client',
  'index',
];

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.replaceAll('\\', '/').replace(/\.ts$/, ''));

function importsOf(file: string): { own: string[]; packages: string[] } {
  const text = readFileSync(join(source, `${file}.ts`), 'utf8');
  const targets = [...text.matchAll(/\bfrom '([^']+)'/g)].map((match) => match[1] ?? '');
  const resolve = (target: string): string =>
    normalize(join(dirname(file), target))
      .replaceAll('\\', '/')
      .replace(/\.ts$/, '');
  return {
    own: targets.filter((target) => target.startsWith('.')).map(resolve),
    packages: targets.filter((target) => !target.startsWith('.')),
  };
}

describe('the layout', () => {
  it('names every file once', () => {
    expect([...order].sort()).toEqual([...files].sort());
  });

  it.each(order)('lets %s import only from what stands before it', (file) => {
    const earlier = order.slice(0, order.indexOf(file));
    expect(importsOf(file).own.filter((target) => !earlier.includes(target))).toEqual([]);
  });

  it('has two doors to the generated package, and no other dependency', () => {
    const doors = files.flatMap((file) => importsOf(file).packages.map((name) => `${file}: ${name}`));
    expect(doors.sort()).toEqual([
      'api/api-client: @xpander/generated',
      'models: @xpander/generated',
      'streaming/event-stream: eventsource-parser',
    ]);
  });
});
