import { describe, expect, it } from 'vitest';
import { AmbiguousInvocationError, ConnectionError, type Xpander } from '../src/index.ts';
import { agentId, clientAnswering, collect, rejection, rejectionOf, task, taskId } from './support.ts';

function withMembers(message: string, members: object): Error {
  return Object.assign(new Error(message), members);
}

/** What frameworks throw to steer themselves. */
const thrown: readonly (readonly [string, Error])[] = [
  [
    'Next.js leaves a prerender',
    withMembers('Dynamic server usage: no-store fetch', { digest: 'DYNAMIC_SERVER_USAGE' }),
  ],
  ['Next.js ends a prerender', withMembers('`fetch()` rejects', { digest: 'HANGING_PROMISE_REJECTION' })],
  ['Next.js redirects', withMembers('NEXT_REDIRECT', { digest: 'NEXT_REDIRECT;replace;/login;307;' })],
  ['Next.js 14 finds no page', withMembers('NEXT_NOT_FOUND', { digest: 'NEXT_NOT_FOUND' })],
  ['Next.js 16 finds no page', withMembers('404', { digest: 'NEXT_HTTP_ERROR_FALLBACK;404' })],
  ['Next.js renders in the browser', withMembers('Bail out', { digest: 'BAILOUT_TO_CLIENT_SIDE_RENDERING' })],
  ['Next.js refuses a dynamic page', withMembers('dynamic = "error"', { code: 'NEXT_STATIC_GEN_BAILOUT' })],
  ['React postpones', withMembers('later', { $$typeof: Symbol.for('react.postpone') })],
];

const verbs: Readonly<Record<string, (xpander: Xpander) => Promise<unknown>>> = {
  invoke: (xpander) => xpander.agents.invoke(agentId, 'hi'),
  invokeAsync: (xpander) => xpander.agents.invokeAsync(agentId, 'hi', { onAmbiguous: 'resend' }),
  run: (xpander) => xpander.agents.run(agentId, 'hi', { onAbandon: 'stop' }),
  'run on a thread': (xpander) => xpander.agents.run(agentId, { id: taskId, input: 'hi' }),
  'thread.send': (xpander) => xpander.agent(agentId).thread().send('hi'),
  stream: (xpander) => collect(xpander.agents.stream(agentId, 'hi')),
  finalTask: (xpander) => xpander.agents.stream(agentId, 'hi').finalTask(),
  runMany: (xpander) => collect(xpander.agents.runMany(agentId, ['a'])),
  'tasks.get': (xpander) => xpander.tasks.get(taskId),
  'tasks.wait': (xpander) => xpander.tasks.wait(taskId),
  'tasks.waitAll': (xpander) => collect(xpander.tasks.waitAll([taskId])),
  'api.GET': (xpander) => xpander.api.GET('/health'),
  'tasks.list': (xpander) => collect(xpander.tasks.list()),
};

describe.each(Object.entries(verbs))('%s', (_, call) => {
  it.each(thrown)('rejects with what fetch threw itself, and sends nothing more: %s', async (_name, error) => {
    const { xpander, received } = clientAnswering([error]);
    expect(await rejection(call(xpander))).toBe(error);
    expect(received).toHaveLength(1);
  });
});

describe('what a framework throws to steer itself', () => {
  const [[, error]] = thrown as [(typeof thrown)[number]];

  it('ends a wait for a task that was seen', async () => {
    const { xpander, received } = clientAnswering([task('executing'), error]);
    expect(await rejection(xpander.tasks.wait(taskId))).toBe(error);
    expect(received).toHaveLength(2);
  });

  it('ends a batch, whose other items are not started', async () => {
    const { xpander, received } = clientAnswering([error]);
    const running = collect(xpander.agents.runMany(agentId, ['a', 'b', 'c'], { concurrency: 1 }));
    expect(await rejection(running)).toBe(error);
    expect(received).toHaveLength(1);
  });

  it('leaves a thread open for the next turn', async () => {
    const { xpander } = clientAnswering([error, task('executing'), task('completed', { result: 'hello' })]);
    const thread = xpander.agent(agentId).thread();
    expect(await rejection(thread.send('hi'))).toBe(error);
    expect((await thread.send('hi again')).result).toBe('hello');
  });

  it('passes from the function that returns the key, and nothing is sent', async () => {
    const apiKey = async (): Promise<string> => {
      throw error;
    };
    const { xpander, received } = clientAnswering([], { apiKey });
    expect(await rejection(xpander.agents.invokeAsync(agentId, 'hi'))).toBe(error);
    expect(received).toHaveLength(0);
  });

  it('is told from an ordinary error to which a framework has given a number', async () => {
    const numbered = withMembers('socket hang up', { digest: '2338063012' });
    const { xpander } = clientAnswering([numbered]);
    await rejectionOf(ConnectionError, xpander.tasks.get(taskId));
    await rejectionOf(AmbiguousInvocationError, xpander.agents.invokeAsync(agentId, 'hi'));
  });
});

describe('a fetch that refuses cache: "no-store" on a page of Next.js with fetchCache = "only-cache"', () => {
  it('has sent nothing', async () => {
    const refusal =
      "cache: 'no-store' used on fetch for https://api.xpander.ai/ with 'export const fetchCache = 'only-cache'";
    const { xpander } = clientAnswering([new Error(refusal)]);
    const error = await rejectionOf(ConnectionError, xpander.agents.invokeAsync(agentId, 'hi'));
    expect(error.sent).toBe(false);
  });
});
