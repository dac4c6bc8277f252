import { AssertionError } from 'node:assert';
import { describe, expect, it } from 'vitest';
import { createMockXpander, type MockXpander } from '../src/index.ts';
import { type Client, clientOf } from './client.ts';

function setUp(): { mock: MockXpander; client: Client } {
  const mock = createMockXpander({ agents: { a: () => 'answer' } });
  return { mock, client: clientOf(mock) };
}

function failureOf(call: () => void): AssertionError {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(AssertionError);
    return error as AssertionError;
  }
  throw new Error('It passed.');
}

describe('requestsTo and lastRequest', () => {
  it('find requests by their operation', async () => {
    const { mock, client } = setUp();
    expect(mock.lastRequest).toBeUndefined();
    await client.start('a', 'one', { id: 'full' });
    await client.read('full');
    await client.get('/v1/agents/full');
    expect(mock.requestsTo('invokeAsync')).toMatchObject([{ body: { input: { text: 'one' } } }]);
    expect(mock.requestsTo('getTask')).toHaveLength(1);
    expect(mock.requestsTo('getAgent')).toHaveLength(0);
    expect(mock.requestsTo('listFullAgents')).toEqual([mock.lastRequest]);
  });
});

describe('expectRequests', () => {
  it('passes for exactly these requests', async () => {
    const { mock, client } = setUp();
    mock.expectRequests({});
    const { id } = await client.start('a', '');
    await client.read(id);
    await client.read(id);
    mock.expectRequests({ invokeAsync: 1, getTask: 2, stopTask: 0 });
  });

  it('lists the requests that were sent', async () => {
    const { mock, client } = setUp();
    await client.start('a', '');
    await client.get('/v1/nowhere');
    const { message, actual, expected } = failureOf(() => mock.expectRequests({ invokeAsync: 2 }));
    expect(message).toBe('Expected 2 × invokeAsync, but got 1 × invokeAsync, 1 × GET /v1/nowhere.');
    expect([actual, expected]).toEqual([{ invokeAsync: 1, 'GET /v1/nowhere': 1 }, { invokeAsync: 2 }]);
    expect(failureOf(() => mock.expectRequests({})).message).toContain('Expected no request, but got');
  });
});

describe('expectNoFaultsLeft', () => {
  it('names the unused faults', async () => {
    const { mock, client } = setUp();
    mock.fail({ operation: 'invokeAsync', status: 500 });
    mock.drop({ operation: 'getTask', at: 'mid-body', times: 2 });
    mock.fail({ operation: 'health', status: 500, probability: 0.5 });
    await client.post('/v1/agents/a/invoke/async', { input: {} });
    expect(failureOf(mock.expectNoFaultsLeft).message).toBe('Unused faults: drop() at "mid-body" of getTask.');
    mock.reset();
    mock.expectNoFaultsLeft();
  });
});

describe('tasks', () => {
  it('have the current state, without lags', async () => {
    const { mock, client } = setUp();
    mock.notFoundFor({ ms: 60_000 });
    await client.run('a', '', { id: 'first' });
    await client.run('a', '', { id: 'second' });
    await client.run('a', '', { id: 'first' });
    expect(mock.tasks).toMatchObject([
      { id: 'second', status: 'completed' },
      { id: 'first', status: 'completed' },
    ]);
    expect(structuredClone(mock.tasks)).toEqual(mock.tasks);
    mock.reset();
    expect(mock.tasks).toEqual([]);
  });
});
