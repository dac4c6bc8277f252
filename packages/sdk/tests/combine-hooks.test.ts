import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it } from 'vitest';
import { combineHooks, type Hooks, Xpander } from '../src/index.ts';
import { agentId, clientAnswering, networkError, rejection, task, taskId } from './support.ts';

const faulty: Hooks = {
  onRequest: () => {
    throw new Error('hook');
  },
  onResponse: () => Promise.reject(new Error('hook')),
  around: () => {
    throw new Error('hook');
  },
};

describe('combineHooks', () => {
  it('calls all hooks, in order, with the same facts', async () => {
    const told: string[] = [];
    const note = (name: string): Hooks => ({
      onRequest: ({ path }) => told.push(`${name} → ${path}`),
      onError: ({ code }) => told.push(`${name} ✗ ${code}`),
    });
    const hooks = combineHooks(note('first'), {}, note('second'));
    const { xpander } = clientAnswering([networkError('ECONNRESET')], { hooks, maxRetries: 0 });
    await rejection(xpander.tasks.get(taskId));
    const path = `/v1/tasks/${taskId}`;
    expect(told).toEqual([`first → ${path}`, `second → ${path}`, 'first ✗ connection', 'second ✗ connection']);
  });

  it('nests around, the first one outermost', async () => {
    const told: string[] = [];
    const context = new AsyncLocalStorage<string>();
    const note = (name: string): Hooks => ({
      around: async (operation, go) => {
        const outer = context.getStore() ?? '';
        told.push(`${outer} begins ${name} ${operation.verb}`);
        const done = await context.run(`${outer}/${name}`, go);
        told.push(`${name} ends ${done?.status}`);
      },
      onRequest: () => told.push(`${context.getStore()} sends`),
    });
    const { xpander, received } = clientAnswering([task('completed')], { hooks: combineHooks(note('a'), note('b')) });
    await xpander.agents.invoke(agentId, 'hi');
    expect(told).toEqual([
      ' begins a invoke',
      '/a begins b invoke',
      '/a/b sends',
      '/a/b sends',
      'b ends completed',
      'a ends completed',
    ]);
    expect(received).toHaveLength(1);
  });

  it('keeps an error of one hook from the others and from the call', async () => {
    const told: string[] = [];
    const sound: Hooks = {
      onRequest: () => told.push('request'),
      onResponse: () => told.push('response'),
      around: (_, go) => go().then((done) => told.push(String(done?.status))),
    };
    for (const hooks of [combineHooks(faulty, sound), combineHooks(sound, faulty)]) {
      told.length = 0;
      const { xpander, received } = clientAnswering([task('completed')], { hooks });
      expect((await xpander.agents.invoke(agentId, 'hi')).status).toBe('completed');
      expect(told).toEqual(['request', 'response', 'completed']);
      expect(received).toHaveLength(1);
    }
  });

  it('runs the operation once when no hook calls go, and when all call it twice', async () => {
    const idle: Hooks = { around: () => undefined };
    const eager: Hooks = { around: (_, go) => Promise.all([go(), go()]) };
    for (const hooks of [combineHooks(idle, idle), combineHooks(eager, eager), combineHooks(idle, eager)]) {
      const { xpander, received } = clientAnswering([task('completed')], { hooks });
      expect((await xpander.agents.invoke(agentId, 'hi')).status).toBe('completed');
      expect(received).toHaveLength(1);
    }
  });

  it('calls each hook with its own object as `this`', async () => {
    const selves: unknown[] = [];
    const create = (): Hooks => ({
      onRequest(this: unknown) {
        selves.push(this);
      },
    });
    const [first, second] = [create(), create()];
    const { xpander } = clientAnswering([task('completed')], { hooks: combineHooks(first, second) });
    await xpander.tasks.get(taskId);
    expect(selves).toEqual([first, second]);
    expect(selves[0]).toBe(first);
  });

  it('has only the hooks that one of its own has, so that the others cost nothing', () => {
    expect(combineHooks()).toEqual({});
    expect(Object.keys(combineHooks({ onPoll: () => undefined, onRetry: undefined }, {}))).toEqual(['onPoll']);
    new Xpander({ apiKey: 'key-1', hooks: combineHooks(faulty, combineHooks(faulty)) });
  });

  it('refuses what is no hooks, before it could be overlooked', () => {
    expect(() => combineHooks({ onRequests: () => undefined } as never)).toThrow(/onRequest/);
    expect(() => combineHooks({}, undefined as never)).toThrow(/hooks: must be an object/);
    expect(() => combineHooks({ onError: 'log' as never })).toThrow(/onError must be a function/);
  });
});
