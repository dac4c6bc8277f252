import type { ScriptTurn } from '@xpander/mock';
import type { InvokeRequest, KnownTaskStatus } from '@xpander/sdk';
import { describe, expect, it } from 'vitest';
import { agents } from '../agents.ts';
import { createImpatientClock } from '../impatient-clock.ts';
import { useProxiedMock } from '../proxied-mock.ts';

const keys = { 'key-1': 'organization-1', 'key-2': 'organization-2' };
const { mock, fetch, createXpander, createApi } = useProxiedMock({ agents: { ...agents, endsWhenRead }, keys });

/** Works until its task has been read once. */
async function endsWhenRead({ sleep }: ScriptTurn): Promise<string> {
  while (!mock.requests.some(({ method }) => method === 'GET')) await sleep(10);
  await sleep(20);
  return 'Read, and done.';
}

const pace = { pollIntervalMs: 50, deadlineMs: 10_000 };

describe('a thread', () => {
  it.each(['invoke', 'run'] as const)(
    'gets the answer to its second turn from %s, not the first one again',
    async (verb) => {
      const agent = createXpander().agent('completes', pace);
      const first = await agent[verb]('My name is Dana');
      const second = await agent[verb]({ id: first.id, input: 'What is my name?' });
      expect([first.id, first.result]).toEqual([second.id, 'Answer 1 to: My name is Dana']);
      expect(second.result).toBe('Answer 2 to: What is my name?');
    },
  );

  it('gets the answer to its second turn while reads are stale', async () => {
    const agent = createXpander().agent('completes', pace);
    const first = await agent.run('My name is Dana');
    mock.staleReads({ forMs: 120 });
    const second = await agent.run({ id: first.id, input: 'What is my name?' });
    expect(second.result).toBe('Answer 2 to: What is my name?');
  });
});

describe('a task', () => {
  it('is found although the first reads answer 404', async () => {
    mock.notFoundFor({ ms: 120 });
    expect(await createXpander().agent('completes', pace).run('Hello')).toMatchObject({ status: 'completed' });
  });

  it('is reported in every status until it ends', async () => {
    const statuses: (string | null | undefined)[] = [];
    const onUpdate = ({ status }: { status?: string | null }): void => {
      statuses.push(status);
    };
    await createXpander().agents.run('endsWhenRead', 'Hello', { ...pace, onUpdate });
    expect(statuses).toEqual(['pending', 'executing', 'completed'] satisfies KnownTaskStatus[]);
  });

  it('is pending after invokeAsync and can be read at once', async () => {
    const xpander = createXpander();
    const started = await xpander.agents.invokeAsync('neverEnds', 'Hello');
    expect(started).toMatchObject({ status: 'pending', result: null });
    expect(await xpander.tasks.get(started)).toMatchObject({ id: started.id, agent_id: 'neverEnds' });
  });
});

describe('a request', () => {
  const everyMember: Required<InvokeRequest> = {
    input: {
      text: 'Extract the invoice number and the total',
      files: ['https://files.example.com/invoices/2026-0117.pdf'],
      user: {
        id: 'user-2041',
        email: 'dana.levi@example.com',
        first_name: 'Dana',
        last_name: 'Levi',
        additional_attributes: { team: 'finance' },
        role: 'member',
        is_super_admin: false,
        timezone: 'Europe/Lisbon',
      },
    },
    id: 'thread-1',
    output_format: 'json',
    output_schema: { type: 'object', properties: { number: { type: 'string' }, total: { type: 'number' } } },
    instructions_override: 'Be brief.',
    additional_context: 'Amounts are in euros.',
    expected_output: 'A number and a total',
    think_mode: 'harder',
    llm_model_provider: 'anthropic',
    llm_model_name: 'claude-sonnet-4-6',
    llm_reasoning_effort: 'xhigh',
    disable_attachment_injection: true,
    user_oidc_token: 'token-1',
    user_tokens: { 'node-1': 'token-2' },
    mcp_servers: [{ name: 'files', url: 'https://mcp.example.com' }],
    title: 'Invoice 2026-0117',
    source: 'contract-tests',
    source_node_type: 'sdk',
    payload_extension: { tenant: 'north' },
    parent_execution_id: 'task-0',
    triggering_agent_id: 'agent-0',
    worker_id: 'worker-1',
    run_locally: false,
    test_run_node_id: 'node-1',
    events_streaming: true,
    return_metrics: true,
  };

  it.each(['invoke', 'run'] as const)('may have every member, in %s', async (verb) => {
    const task = await createXpander().agents[verb]('answersInJson', everyMember, { ...pace, version: 'draft' });
    expect(JSON.parse(task.result ?? '')).toEqual({ number: '2026-0117', total: 1284.5 });
    const sent = mock.requests.find(({ method }) => method === 'POST');
    expect([sent?.query, sent?.body]).toEqual([{ version: 'draft' }, everyMember]);
  });

  it("has the client's user unless it sets one itself", async () => {
    const user = { id: 'user-2041', email: 'dana.levi@example.com' };
    const xpander = createXpander({ user });
    const byDefault = await xpander.agents.invoke('completes', 'Hello');
    const withoutUser = await xpander.agents.invoke('completes', 'Hello', { user: null });
    expect([byDefault.input?.user, withoutUser.input?.user]).toMatchObject([user, null]);
  });
});

describe('a typed client', () => {
  const body = { input: { text: 'Hello' } };

  it('reads the health of the service', async () => {
    expect((await createApi({}).GET('/health')).data).toBe('ok');
    expect((await createXpander().api.GET('/health')).data).toBe('ok');
  });

  it('gets a pending task at once with asynchronous=true', async () => {
    const params = { path: { agent_id: 'neverEnds' }, query: { asynchronous: true } };
    const { data } = await createApi().POST('/v1/agents/{agent_id}/invoke', { params, body });
    expect(data).toMatchObject({ status: 'pending', agent_id: 'neverEnds' });
  });

  it('gets the ended task with asynchronous=false', async () => {
    const params = { path: { agent_id: 'completes' }, query: { asynchronous: false, version: 'draft' } };
    const { data } = await createApi().POST('/v1/agents/{agent_id}/invoke', { params, body });
    expect(data).toMatchObject({ status: 'completed', agent_version: '2' });
  });
});

describe('a refusal', () => {
  const refusals = async (calls: readonly Promise<unknown>[]): Promise<readonly unknown[]> => {
    const outcomes = await Promise.allSettled(calls);
    return outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason : outcome.value));
  };
  const alike = (count: number, facts: object): readonly object[] => Array.from({ length: count }, () => facts);

  it('is a 404 for an unknown agent', async () => {
    const { agents: found } = createXpander();
    const calls = [found.invoke('nobody', 'Hello'), found.invokeAsync('nobody', 'Hello'), found.run('nobody', 'Hello')];
    const facts = { status: 404, code: 'not_found', detail: 'Agent not found' };
    expect(await refusals(calls)).toMatchObject(alike(3, facts));
  });

  it('is a 404 for an unknown task', async () => {
    const { tasks } = createXpander();
    const facts = { status: 404, code: 'not_found', detail: 'Task not found' };
    expect(await refusals([tasks.get('nothing'), tasks.wait('nothing', pace)])).toMatchObject(alike(2, facts));
  });

  it('is a 401 for a wrong key', async () => {
    const { agents: locked, tasks } = createXpander({ apiKey: 'key-3' });
    const calls = [locked.invoke('completes', 'Hello'), locked.invokeAsync('completes', 'Hello'), tasks.get('nothing')];
    const facts = { status: 401, code: 'unauthorized', detail: 'Invalid or missing API key' };
    expect(await refusals(calls)).toMatchObject(alike(3, facts));
  });

  it('is a 403 for a task of another organization', async () => {
    const { id } = await createXpander().agents.invoke('completes', 'Hello');
    const { agents: foreign, tasks } = createXpander({ apiKey: 'key-2' });
    const calls = [tasks.get(id), tasks.wait(id, pace), foreign.run('completes', { id, input: 'Hello' }, pace)];
    expect(await refusals(calls)).toMatchObject(alike(3, { status: 403, code: 'forbidden' }));
  });
});

describe('a proxy error', () => {
  const page = { body: '<html><head><title>502 Bad Gateway</title></head></html>', contentType: 'text/html' };

  it('does not end a wait', async () => {
    mock.fail({ operation: 'getTask', status: 502, ...page, times: 2 });
    const task = await createXpander().agents.run('takesTime', 'Hello', pace);
    expect(task.status).toBe('completed');
  });

  it('is an ambiguous invocation if the gateway times out during a run', async () => {
    mock.fail({ operation: 'invoke', status: 504, ...page, times: 1 });
    const run = createXpander().agents.invoke('completes', 'Hello');
    await expect(run).rejects.toMatchObject({ code: 'ambiguous_invocation', status: 504 });
  });

  it.each(['invoke', 'run'] as const)('makes %s adopt the run if the response was lost', async (verb) => {
    const loseAnswers = async (request: Request): Promise<Response> => {
      const response = await fetch(request);
      return request.method === 'POST' ? new Response(page.body, { status: 504 }) : response;
    };
    const agent = createXpander({ fetch: loseAnswers }).agent('completes', { ...pace, onAmbiguous: 'adopt' });
    expect(await agent[verb]('Hello')).toMatchObject({ status: 'completed', result: 'Answer 1 to: Hello' });
    expect(mock.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('makes run send a request again with the same id if it did not arrive', async () => {
    mock.fail({ operation: 'invokeAsync', status: 504, ...page, times: 1 });
    const xpander = createXpander({ clock: createImpatientClock(), timeoutMs: 0 });
    const task = await xpander.agents.run('completes', 'Hello', { deadlineMs: 0, onAmbiguous: 'resend' });
    expect(task).toMatchObject({ status: 'completed', result: 'Answer 1 to: Hello' });
    const posts = mock.requests.filter(({ method }) => method === 'POST').map(({ body }) => body);
    expect(posts).toEqual([posts[1], { input: { text: 'Hello' }, id: task.id }]);
  });
});
