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
  'error-body',
  'options',
  'many-options',
  'clock',
  'checks',
  'validation',
  'settings',
  'log-hooks',
  'transport/abort',
  'transport/budget',
  'transport/retry-after',
  'transport/outgoing',
  'transport/hooks',
  'transport/secrets',
  'transport/never-sent',
  'transport/body',
  'transport/connection',
  'transport/allowance',
  'transport/rate-limit',
  'transport/retry',
  'transport/transport',
  'transport/event-stream',
  'api/exchange',
  'api/api',
  'api/page',
  'api/response',
  'api/operations',
  'resources/task-status',
  'resources/task-event',
  'resources/deferred',
  'resources/shared-source',
  'resources/turn-end',
  'resources/settle',
  'resources/answer-json',
  'resources/output-schema',
  'resources/output',
  'resources/request',
  'resources/operation',
  'resources/glance',
  'resources/reader',
  'resources/abandon',
  'resources/thread-message',
  'resources/pace',
  'resources/observer',
  'resources/wait',
  'resources/sweep',
  'resources/sweep-pace',
  'resources/trust',
  'resources/watched',
  'resources/watch',
  'resources/gates',
  'resources/look-before',
  'resources/turns',
  'resources/probe',
  'resources/start',
  'resources/prepare',
  'resources/relay',
  'resources/stream-turn',
  'resources/text-of',
  'resources/task-stream',
  'resources/outcomes',
  'resources/halt',
  'resources/batch',
  'resources/summary',
  'resources/wait-all',
  'resources/wait-verb',
  'resources/tasks',
  'resources/invocations',
  'resources/run-many',
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
      'api/api: @xpander/generated',
      'models: @xpander/generated',
      'transport/event-stream: eventsource-parser',
    ]);
  });
});
