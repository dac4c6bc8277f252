import { describe, expect, it } from 'vitest';
import { ApiError, ConfigurationError, ConnectionError, ProtocolError, type Xpander } from '../src/index.ts';
import {
  type Answer,
  agentId,
  clientAnswering,
  html,
  json,
  mockedClient,
  networkError,
  noReply,
  postsTo,
  rejection,
  rejectionOf,
} from './support.ts';

const agent = json({ id: agentId, name: 'Analyst' });
const gone = json({ detail: 'Agent not found' }, 404);

const verbs: Record<
  string,
  (xpander: Xpander, options?: { signal?: AbortSignal; timeoutMs?: number }) => Promise<unknown>
> = {
  create: (xpander, options) => xpander.agents.create({ name: 'Analyst' }, options),
  update: (xpander, options) => xpander.agents.update(agentId, { name: 'Analyst' }, options),
  delete: (xpander, options) => xpander.agents.delete(agentId, options),
};

describe.each(['create', 'update'])('agents.%s', (verb) => {
  const call = verbs[verb] as (xpander: Xpander) => Promise<unknown>;

  it.each<[string, Answer]>([
    ['a lost connection', networkError('ECONNRESET')],
    ['a 502 page', html(502)],
    ['a 500', json({ detail: 'Oops' }, 500)],
    ['a 503 page', html(503)],
  ])('is not repeated after %s, because it may have taken effect', async (_, answer) => {
    const { xpander, received } = clientAnswering([answer, agent]);
    const error = await rejection(call(xpander));
    expect([ConnectionError, ProtocolError, ApiError].some((type) => error instanceof type)).toBe(true);
    expect(received).toHaveLength(1);
  });

  it.each<[string, Answer]>([
    ['a refused connection', networkError('ECONNREFUSED')],
    ['a 429', json({ detail: 'Too many' }, 429, { 'retry-after': '1' })],
    ['a 503 of the API', json({ detail: 'busy' }, 503)],
  ])('is repeated after %s, because the server has not acted', async (_, answer) => {
    const { xpander, received } = clientAnswering([answer, agent]);
    expect(await call(xpander)).toMatchObject({ id: agentId });
    expect(received).toHaveLength(2);
  });

  it('takes no web page for an agent', async () => {
    const { xpander } = clientAnswering([html(200)]);
    expect(await rejection(call(xpander))).toBeInstanceOf(ProtocolError);
  });
});

describe('agents.delete', () => {
  it('takes a 404 after a lost answer for a success, and a first 404 for an error', async () => {
    const lost = clientAnswering([networkError('ECONNRESET'), gone]);
    expect(await lost.xpander.agents.delete(agentId)).toBeUndefined();
    expect(lost.received).toHaveLength(2);
    const { code, message } = await rejectionOf(ApiError, clientAnswering([gone]).xpander.agents.delete(agentId));
    expect([code, message]).toEqual(['not_found', expect.stringContaining('agents.list()')]);
  });

  it('takes no web page for a deletion', async () => {
    expect(
      await rejection(clientAnswering([html(200)], { maxRetries: 0 }).xpander.agents.delete(agentId)),
    ).toBeInstanceOf(ProtocolError);
  });
});

describe.each(Object.entries(verbs))('agents.%s', (_, call) => {
  it('takes the options of every call', async () => {
    const { xpander } = clientAnswering([noReply], { maxRetries: 0 });
    expect(await rejection(call(xpander, { timeoutMs: 1_000 }))).toMatchObject({ name: 'TimeoutError' });
    expect(await rejection(call(xpander, { signal: AbortSignal.abort('left') }))).toBe('left');
    expect(await rejection(call(xpander, { timeout: 1 } as never))).toMatchObject({ option: 'timeout' });
  });
});

describe('bad input', () => {
  const cycle: Record<string, unknown> = { name: 'A' };
  cycle.graph = [cycle];

  it.each<[string, string, (xpander: Xpander) => Promise<unknown>]>([
    ['a missing name', 'name', (xpander) => xpander.agents.create({} as never)],
    ['an empty name', 'name', (xpander) => xpander.agents.create({ name: ' ' })],
    ['a body that is a text', 'body', (xpander) => xpander.agents.create('Analyst' as never)],
    ['a promise', 'body', (xpander) => xpander.agents.create(Promise.resolve({}) as never)],
    ['a misspelt setting', 'instruction', (xpander) => xpander.agents.create({ name: 'A', instruction: {} } as never)],
    ['a cycle', 'body', (xpander) => xpander.agents.create(cycle as never)],
    ['an option among the settings', 'timeoutMs', (xpander) => xpander.agents.update('a', { timeoutMs: 1 } as never)],
    ['a name in camel case', 'modelName', (xpander) => xpander.agents.update('a', { modelName: 'x' } as never)],
    ['no changes', 'changes', (xpander) => xpander.agents.update('a', {})],
    ['no change but undefined', 'changes', (xpander) => xpander.agents.update('a', { name: undefined })],
    ['no changes at all', 'changes', (xpander) => xpander.agents.update('a', undefined as never)],
    ['an empty id', 'agentId', (xpander) => xpander.agents.update('', { name: 'A' })],
    ['an id that climbs', 'agentId', (xpander) => xpander.agents.delete('..')],
    ['a missing id', 'agentId', (xpander) => xpander.agents.delete(undefined as never)],
  ])('with %s is refused before anything is sent', async (_, option, send) => {
    const { xpander, received } = clientAnswering([agent]);
    const error = await rejectionOf(ConfigurationError, send(xpander));
    expect([error.option, received]).toEqual([option, []]);
  });

  it('says what a misspelt setting was meant to be', async () => {
    const { xpander } = clientAnswering([agent]);
    const error = await rejection(xpander.agents.update('a', { modelName: 'x' } as never));
    expect(String(error)).toContain('Did you mean model_name?');
  });

  it('does not include settings that the API may have added', async () => {
    const { xpander, received } = clientAnswering([agent]);
    await xpander.agents.create({ name: 'A', voice: 'calm', icon: undefined } as never);
    expect(received[0]).toMatchObject({ method: 'POST', path: '/v1/agents', body: { name: 'A', voice: 'calm' } });
  });
});

describe('an agent', () => {
  it('is created, changed with effect on the next run, and deleted', async () => {
    const { xpander, mock } = mockedClient({ agents: {} });
    const { id, name } = await xpander.agents.create({ name: 'Analyst', description: 'Analyzes markets' });
    expect([name, (await xpander.agents.get(id)).description]).toEqual(['Analyst', 'Analyzes markets']);
    const changed = await xpander.agents.update(id, { output_format: 'json', name: 'Researcher' });
    expect(changed).toMatchObject({ id, name: 'Researcher', output_format: 'json' });
    expect((await xpander.agents.run(id, 'hi')).output_format).toBe('json');
    await xpander.agents.delete(id);
    expect((await rejectionOf(ApiError, xpander.agents.get(id))).code).toBe('not_found');
    expect(postsTo(mock).map(({ path }) => path)).toEqual(['/v1/agents', `/v1/agents/${id}/invoke/async`]);
  });

  it('is changed as the caller passed the settings, whatever happens to them meanwhile', async () => {
    const { xpander, received } = clientAnswering([agent]);
    const changes = { name: 'before' };
    const changing = xpander.agents.update(agentId, changes);
    changes.name = 'after';
    await changing;
    expect(received[0]).toMatchObject({ method: 'PATCH', body: { name: 'before' } });
  });

  it('of a server with drafts is changed once it is deployed', async () => {
    const { xpander } = mockedClient({ agents: { [agentId]: () => 'R' }, agentDrafts: true });
    await xpander.agents.update(agentId, { output_format: 'json' });
    expect((await xpander.agents.run(agentId, 'hi')).output_format).toBe('markdown');
    await xpander.api.PUT('/v1/agents/{agent_id}', { params: { path: { agent_id: agentId } } });
    expect((await xpander.agents.run(agentId, 'hi')).output_format).toBe('json');
  });
});
