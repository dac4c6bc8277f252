import { describe, expectTypeOf, it } from 'vitest';
import { type CreateAgentRequest, createApiClient, type operations, type UpdateAgentRequest } from '../src/index.ts';

type RequiredKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? never : K }[keyof T];
type Query<Name extends keyof operations> = NonNullable<operations[Name]['parameters']['query']>;

describe('a new agent', () => {
  it('requires a name only', () => {
    expectTypeOf<RequiredKeys<CreateAgentRequest>>().toEqualTypeOf<'name'>();
    expectTypeOf<RequiredKeys<UpdateAgentRequest>>().toEqualTypeOf<never>();
  });

  it('accepts the values of its enums only, but any provider', () => {
    expectTypeOf<'robot'>().not.toExtend<CreateAgentRequest['type']>();
    expectTypeOf<'public'>().not.toExtend<CreateAgentRequest['access_scope']>();
    expectTypeOf<'PAUSED'>().not.toExtend<UpdateAgentRequest['status']>();
    expectTypeOf<'a-new-provider'>().toExtend<CreateAgentRequest['model_provider']>();
  });

  it('has no undocumented member', () => {
    // @ts-expect-error `modelName` is no member
    const request: CreateAgentRequest = { name: 'Report writer', modelName: 'claude-sonnet-4-6' };
    void request;
  });
});

describe('a filter', () => {
  it('is always optional', () => {
    expectTypeOf<RequiredKeys<Query<'listTasks'>>>().toEqualTypeOf<never>();
    expectTypeOf<Query<'listTasks'>['per_page']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<Query<'listTasks'>['from_date']>().toEqualTypeOf<string | undefined>();
  });

  it('accepts no status that the server refuses', () => {
    expectTypeOf<'executing'>().toExtend<Query<'listTasks'>['status']>();
    expectTypeOf<'running'>().not.toExtend<Query<'listTasks'>['status']>();
  });

  it('has the filters of each list', () => {
    expectTypeOf<Query<'listAgentTasks'>>().not.toHaveProperty('from_date');
    expectTypeOf<Query<'listAgentTasks'>>().not.toHaveProperty('agent_id');
    expectTypeOf<keyof Query<'listAgents'>>().toEqualTypeOf<'page' | 'per_page'>();
  });
});

describe('the client', () => {
  const api = createApiClient();

  it('refuses a stop without an id, and a body for an operation without one', () => {
    // @ts-expect-error the path parameter is missing
    void (() => api.POST('/v1/tasks/{task_id}/stop'));
    const params = { path: { agent_id: 'agent-1' } };
    // @ts-expect-error a deployment takes no body
    void (() => api.PUT('/v1/agents/{agent_id}', { params, body: { name: 'Report writer' } }));
  });

  it('returns a stream unread', async () => {
    const params = { path: { agent_id: 'agent-1' } };
    const stream = () =>
      api.POST('/v1/agents/{agent_id}/invoke/stream', { params, body: { input: {} }, parseAs: 'stream' });
    expectTypeOf<NonNullable<Awaited<ReturnType<typeof stream>>['data']>>().toExtend<ReadableStream>();
  });
});
