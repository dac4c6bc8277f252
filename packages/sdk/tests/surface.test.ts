import { expect, it } from 'vitest';
import * as sdk from '../src/index.ts';
import { clientAnswering, task } from './support.ts';

it('exports these names and no others', () => {
  expect(Object.keys(sdk).sort()).toEqual([
    'AmbiguousInvocationError',
    'ApiError',
    'ConfigurationError',
    'ConnectionError',
    'DeadlineError',
    'OutputError',
    'ProtocolError',
    'StreamInterruptedError',
    'TaskFailedError',
    'TaskPausedError',
    'ThreadBusyError',
    'TimeoutError',
    'TurnReplacedError',
    'Xpander',
    'XpanderError',
    'combineHooks',
    'isXpanderError',
    'jsonSchema',
    'logHooks',
    'parseOutput',
    'readEvents',
    'taskIdOf',
  ]);
});

it('names each error class, and every error after its class', () => {
  const classes = Object.entries(sdk).filter(([name]) => name.endsWith('Error') && name !== 'isXpanderError');
  expect(classes).toHaveLength(14);
  for (const [name, errorClass] of classes) {
    expect((errorClass as { readonly prototype: Error }).prototype.name).toBe(name);
  }
});

it('has verbs that survive being taken off their object', async () => {
  const { xpander } = clientAnswering([task('completed')]);
  const { run } = xpander.agent('a-1');
  const { get, wait } = xpander.tasks;
  const { invoke } = xpander.agents;
  const { id } = await run('hi');
  expect((await Promise.all([get(id), wait(id), invoke('a-1', 'hi')])).map(({ status }) => status)).toEqual(
    Array(3).fill('completed'),
  );
});

it('never throws synchronously from an async verb', () => {
  const { xpander } = clientAnswering([task('completed')]);
  const calls = [
    () => xpander.agents.run('', 'hi'),
    () => xpander.agents.invoke('a', null as never),
    () => xpander.agents.invokeAsync('a', 'hi', 7 as never),
    () => xpander.tasks.get(undefined as never),
    () => xpander.tasks.wait('t', { signal: 'x' as never }),
    () => xpander.agent('a').run('hi', 'options' as never),
  ];
  for (const call of calls) {
    expect(() => void call().catch(() => undefined)).not.toThrow();
  }
});
