import { describe, expectTypeOf, it } from 'vitest';
import { type CreateAgentRequest, createApiClient, type operations, type UpdateAgentRequest } from '../src/index.ts';

type RequiredKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? never : K }[keyof T];
type Query<Name extends keyof operations> = NonNullable<operations[Name]['parameters']['query']>;

describe('a new agent', () => {
  it('needs a name and nothing else', () => {
    expectTypeOf<RequiredKeys<CreateAgentRequest>>().toEqualTypeOf<'name'>();
    expectTypeOf<RequiredKeys<UpdateAgentRequest>>().toEqualTypeOf<never>();
  });

  it('takes only the values of its enums, and any provider', () => {
    expectTypeOf<'robot'>().not.toExtend<CreateAgentRequest['type']>();
    expectTypeOf<'public'>().not.toExtend<CreateAgentRequest['access_scope']>();
    expectTypeOf<'PAUSED'>().not.toExtend<UpdateAgentRequest['status']>();
    expectTypeOf<'a-new-provider'>().toExtend<CreateAgentRequest['model_provider']>();
  });

  it('has no member the description does not know', () => {
    // @ts-expect-error `modelName` is no member
    const request: CreateAgentRequest = { name: 'Report writer', modelName: 'claude-sonnet-4-6' };
    void request;
  });
});

describe('a filter', () => {
  it('is optional, each of them', () => {
    expectTypeOf<RequiredKeys<Query<'listTasks'>>>().toEqualTypeOf<never>();
    expectTypeOf<Query<'listTasks'>['per_page']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<Query<'listTasks'>['from_date']>().toEqualTypeOf<string | undefined>();
  });

  it('takes no status that the server refuses', () => {
    expectTypeOf<'executing'>().toExtend<Query<'listTasks'>['status']>();
    expectTypeOf<'running'>().not.toExtend<Query<'listTasks'>['status']>();
  });

  it('knows which list has which', () => {
    expectTypeOf<Query<'listAgentTasks'>>().not.toHaveProperty('from_date');
    expectTypeOf<Query<'listAgentTasks'>>().not.toHaveProperty('agent_id');
    expectTypeOf<keyof Query<'listAgents'>>().toEqualTypeOf<'page' | 'per_page'>();
  });
});

describe('the client', () => {
  const api = createApiClient();

  it('refuses a stop without an id, and a body where none is taken', () => {
    // @ts-expect-error the path parameter is missing
    void (() => api.POST('/v1/tasks/{task_id}/stop'));
    const params = { path: { agent_id: 'agent-1' } };
    // @ts-expect-error a deployment takes no body
    void (() => api.PUT('/v1/agents/{agent_id}', { params, body: { name: 'Report writer' } }));
  });

  it('gives a stream as it comes', async () => {
    const params = { path: { agent_id: 'agent-1' } };
    const stream = () =>
      api.POST('/v1/agents/{agent_id}/invoke/stream', { params, body: { input: {} }, parseAs: 'stream' });
    expectTypeOf<NonNullable<Awaited<ReturnType<typeof stream>>['data']>>().toExtend<ReadableStream>();
  });
});
