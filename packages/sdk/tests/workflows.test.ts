import { pause, type ScriptTurn } from '@xpander/mock';
import { describe, expect, it } from 'vitest';
import {
  AmbiguousInvocationError,
  ApiError,
  ConfigurationError,
  type HookEvent,
  type OperationEvent,
  ProtocolError,
  type StreamOptions,
  TaskFailedError,
  TaskPausedError,
  taskIdOf,
  type Xpander,
} from '../src/index.ts';
import { createHarness, requests } from './many-support.ts';
import {
  type Answer,
  clientAnswering,
  collect,
  event,
  eventStream,
  html,
  json,
  type MockedClient,
  mockedClient,
  networkError,
  postsTo,
  rejection,
  rejectionOf,
  task,
  agentId as workflowId,
} from './support.ts';

const verbs = ['run', 'invoke', 'invokeAsync', 'stream', 'run over a stream'] as const;
type Verb = (typeof verbs)[number];

const operationOf = {
  run: 'invokeWorkflowAsync',
  invoke: 'invokeWorkflow',
  invokeAsync: 'invokeWorkflowAsync',
  stream: 'invokeWorkflowStream',
  'run over a stream': 'invokeWorkflowStream',
} as const;

const pathOf = {
  invokeWorkflow: `/v1/workflows/${workflowId}/invoke`,
  invokeWorkflowAsync: `/v1/workflows/${workflowId}/invoke/async`,
  invokeWorkflowStream: `/v1/workflows/${workflowId}/invoke/stream`,
};

/** Calls a verb of either kind, and resolves as it does. */
function call(
  xpander: Xpander,
  verb: Verb,
  options: Omit<StreamOptions, 'via' | 'idleTimeoutMs'> = {},
  kind: 'agents' | 'workflows' = 'workflows',
): Promise<{ status?: unknown; result?: unknown }> {
  const target = xpander[kind];
  if (verb === 'stream') return target.stream(workflowId, 'hi', options).finalTask();
  if (verb === 'run over a stream') return target.run(workflowId, 'hi', { ...options, via: 'stream' });
  return target[verb](workflowId, 'hi', options);
}

function withWorkflow(): MockedClient {
  return mockedClient({
    workflows: {
      [workflowId]: async function* ({ text, turn, sleep }: ScriptTurn) {
        await sleep(3_000);
        yield `${turn}: ${text}`;
      },
    },
  });
}

/** What the server may do to a POST, or say after it. */
const behaviours: Record<string, readonly Answer[]> = {
  'a 502 page': [html(502)],
  'a 404 page': [html(404)],
  'a 200 page': [html(200)],
  'a refusal': [json({ detail: 'Not found' }, 404)],
  'an invalid request': [json({ detail: [{ loc: ['body', 'input'], msg: 'missing', type: 'missing' }] }, 422)],
  'a busy moment': [json({}, 503), task('completed')],
  'the rate limit': [json({ detail: 'Too many' }, 429, { 'retry-after': '1' }), task('completed')],
  'a lost connection': [networkError('ECONNRESET')],
  'a refused connection': [networkError('ECONNREFUSED'), task('completed')],
  'a redirect': [new Response(null, { status: 307, headers: { location: 'https://other.example' } })],
  'a task without an id': [json({ status: 'completed' })],
  'a failure of the run': [task('failed', { result: 'no' })],
  'a pause of the run': [task('paused')],
  'a stream to the end': [eventStream(event('task_finished', { status: 'completed', result: 'R' })), task('completed')],
  'a stream that breaks': [eventStream(event('task_created', { status: 'pending' })), task('completed')],
};

/** How a call ended, and what was sent, in the words of agents. */
async function observe(kind: 'agents' | 'workflows', verb: Verb, answers: readonly Answer[], options: StreamOptions) {
  const { xpander, received } = clientAnswering(answers, { maxRetries: 1 });
  const ended = await call(xpander, verb, options, kind).then(
    (end) => ({ end }),
    (error: Error) => ({ error: { ...error, name: error.name, message: error.message, cause: String(error.cause) } }),
  );
  const inWordsOfAgents = (text: string): string => text.replaceAll('workflow', 'agent');
  const sent = received.map(({ method, path, body }) => {
    const { id, ...others } = (body ?? {}) as { id?: string };
    return [method, inWordsOfAgents(path).replace(/[\w-]{36}$/, 'an id'), others, typeof id];
  });
  return { sent, ended: JSON.parse(inWordsOfAgents(JSON.stringify(ended)).replaceAll(/[\w-]{36}/g, 'an id')) };
}

describe.each(Object.entries(behaviours))('%s', (_, answers) => {
  it.each(verbs)('has the same effect on %s of a workflow as on that of an agent', async (verb) => {
    const options = [{}, { onAmbiguous: 'adopt' }, { onAmbiguous: 'resend', once: 'job-1' }] as const;
    for (const each of options) {
      const workflow = await observe('workflows', verb, answers, each);
      expect(workflow).toEqual(await observe('agents', verb, answers, each));
      expect(workflow.sent.length).toBeGreaterThan(0);
    }
  });
});

describe.each(verbs)('%s of a workflow', (verb) => {
  it('sends one POST under /v1/workflows, and resolves with the task', async () => {
    const { xpander, mock } = withWorkflow();
    const { id, status, result, agent_id } = (await call(xpander, verb)) as Record<string, unknown>;
    expect([agent_id, typeof id]).toEqual([workflowId, 'string']);
    expect([status, result]).toEqual(verb === 'invokeAsync' ? ['pending', null] : ['completed', '1: hi']);
    expect(postsTo(mock).map(({ path }) => path)).toEqual([pathOf[operationOf[verb]]]);
  });

  it('names the error for a 502 page, as for an agent, and shows no page as a result', async () => {
    const { xpander, received } = clientAnswering([html(502)]);
    const { cause, message } = await rejectionOf(AmbiguousInvocationError, call(xpander, verb));
    expect(cause).toBeInstanceOf(ProtocolError);
    expect(message).not.toContain('<html>');
    expect(received).toHaveLength(1);
  });

  it('finds its run after a lost answer', async () => {
    const { xpander, mock } = withWorkflow();
    mock.drop({ operation: operationOf[verb], at: 'after-accept' });
    const { id } = (await call(xpander, verb, { onAmbiguous: 'adopt' })) as { id: string };
    expect((await xpander.tasks.wait(id)).result).toBe('1: hi');
    expect(postsTo(mock)).toHaveLength(1);
  });

  it('sends a POST again that a gateway has lost', async () => {
    const { xpander, mock } = withWorkflow();
    mock.fail({ operation: operationOf[verb], status: 502, times: 1 });
    const { id } = (await call(xpander, verb, { onAmbiguous: 'resend' })) as { id: string };
    expect((await xpander.tasks.wait(id)).result).toBe('1: hi');
    expect(postsTo(mock).map(({ body }) => (body as { id: string }).id)).toEqual([id, id]);
  });

  it('runs once by key, under the id that belongs to the workflow and the key', async () => {
    const { xpander, mock } = withWorkflow();
    const ids = await Promise.all(
      ['first', 'second', 'third'].map(async () => (await call(xpander, verb, { once: 'job-42' })) as { id: string }),
    );
    const id = await taskIdOf(workflowId, 'job-42');
    expect(ids.map((one) => one.id)).toEqual([id, id, id]);
    expect(postsTo(mock)).toHaveLength(1);
  });

  it('refuses a key that stands for a run of something else', async () => {
    const { xpander, received } = clientAnswering([task('completed', { agent_id: 'another-agent' })]);
    const { option } = await rejectionOf(ConfigurationError, call(xpander, verb, { once: 'job-42' }));
    expect(option).toBe('once');
    expect(received.map(({ method }) => method)).toEqual(['GET']);
  });

  it('tells hooks the id of the workflow as agentId', async () => {
    const { xpander, mock } = withWorkflow();
    const seen: (string | undefined)[] = [];
    const operations: OperationEvent[] = [];
    const note = ({ method, agentId }: HookEvent): void => void (method === 'POST' && seen.push(agentId));
    const hooked = xpander.withOptions({
      hooks: {
        onRequest: note,
        onResponse: note,
        around: (operation, go) => {
          operations.push(operation);
          return go();
        },
      },
    });
    await call(hooked, verb);
    expect(seen).toEqual([workflowId, workflowId]);
    expect(operations.map(({ agentId }) => agentId)).toEqual([workflowId]);
    expect(mock.requests.length).toBeGreaterThan(0);
  });
});

describe('a workflow', () => {
  it('runs the version that the call names, as a query', async () => {
    const { xpander, mock } = withWorkflow();
    await xpander.workflow(workflowId, { version: 'draft' }).run('hi');
    await xpander.workflow(workflowId).run('hi');
    expect(postsTo(mock).map(({ query }) => query)).toEqual([{ version: 'draft' }, {}]);
  });

  it('runs its staged changes only as a draft, until they are deployed', async () => {
    const { xpander } = withWorkflow();
    const path = { params: { path: { workflow_id: workflowId } } };
    await xpander.api.PATCH('/v1/workflows/{workflow_id}', { ...path, body: { output_format: 'json' } });
    const formatOf = async (version?: string): Promise<unknown> =>
      (await xpander.workflow(workflowId).run('hi', { version })).output_format;
    expect([await formatOf('draft'), await formatOf()]).toEqual(['json', 'markdown']);
    await xpander.api.PUT('/v1/workflows/{workflow_id}', path);
    expect(await formatOf()).toBe('json');
  });

  it('has verbs that survive being taken off their object', async () => {
    const { run, get } = withWorkflow().xpander.workflow(workflowId);
    expect((await run('hi')).result).toBe('1: hi');
    expect((await get()).id).toBe(workflowId);
  });

  it('parses and validates its output', async () => {
    const { xpander } = mockedClient({ workflows: { [workflowId]: () => '{ "n": 4 }' } });
    const schema = {
      '~standard': {
        version: 1 as const,
        vendor: 'test',
        validate: (value: unknown) => ({ value: value as { n: number } }),
        jsonSchema: { input: () => ({ type: 'object' }), output: () => ({ type: 'object' }) },
      },
    };
    const { output } = await xpander.workflow(workflowId).run('hi', { output: schema });
    expect(output.n).toBe(4);
  });

  it('rejects when a node waits for an approval', async () => {
    const { xpander } = mockedClient({
      workflows: {
        [workflowId]: async function* () {
          yield pause({ hitl: { wait_node_id: 'node-1' } });
        },
      },
    });
    const error = await rejectionOf(TaskPausedError, xpander.workflow(workflowId).run('hi'));
    expect(error.hitlRequest?.wait_node_id).toBe('node-1');
  });

  it('streams its text', async () => {
    const { xpander } = withWorkflow();
    const pieces = await collect(xpander.workflow(workflowId).stream('hi').textStream());
    expect(pieces.join('')).toBe('1: hi');
  });

  it('is named in the hint of a 404, with its own list', async () => {
    const { xpander } = mockedClient({ workflows: {} });
    const error = await rejectionOf(ApiError, xpander.workflow('no-such').run('hi'));
    expect([error.code, error.message]).toEqual(['not_found', expect.stringContaining('`workflows.list()` shows')]);
  });

  it.each([
    ['run', (xpander: Xpander) => xpander.workflows.run('', 'hi')],
    ['get', (xpander: Xpander) => xpander.workflows.get('..')],
    ['runMany', (xpander: Xpander) => collect(xpander.workflows.runMany(' a', ['hi']))],
    ['workflow()', async (xpander: Xpander) => xpander.workflow('')],
  ])('has its id checked by %s before anything is sent', async (_, send) => {
    const { xpander, received } = clientAnswering([task('completed')]);
    const error = await rejectionOf(ConfigurationError, send(xpander));
    expect([error.option, received]).toEqual(['workflowId', []]);
  });
});

describe('workflows.runMany', () => {
  it('runs each request once, and reads the list of the workflow for all of them', async () => {
    const { xpander, mock, counts } = createHarness();
    const many = requests(...Array.from({ length: 60 }, (_, index) => 5_000 + index * 500));
    const outcomes = await collect(xpander.workflow(workflowId).runMany(many, { concurrency: 60 }));
    expect(new Set(outcomes.map(({ task: end }) => end?.result)).size).toBe(60);
    const lists = mock.requests.filter(({ path }) => path === '/v1/tasks');
    expect(lists.length).toBeGreaterThan(0);
    expect(lists.every(({ query }) => query.agent_id === workflowId)).toBe(true);
    expect(postsTo(mock).every(({ path }) => path === pathOf.invokeWorkflowAsync)).toBe(true);
    const { posts, reads, listReads } = counts();
    expect(posts).toBe(60);
    expect(reads + listReads).toBeLessThan(180);
  });

  it('ends although the list does not show the runs of workflows', async () => {
    const { xpander } = createHarness({ distort: (page) => ({ ...page, items: [], total: 0, total_pages: 0 }) });
    const outcomes = await collect(xpander.workflows.runMany(workflowId, requests(1_000, 20_000, 40_000)));
    expect(outcomes.map(({ task: end }) => end?.status)).toEqual(['completed', 'completed', 'completed']);
  });

  it('turns each error into an outcome', async () => {
    const { xpander } = createHarness();
    const outcomes = await collect(xpander.workflows.runMany(workflowId, ['r0 1000 fail', 'r1 2000']));
    expect(outcomes.map(({ error }) => error)).toEqual([expect.any(TaskFailedError), undefined]);
  });
});

describe('workflows', () => {
  it('are listed as full records, page by page, without agents', async () => {
    const names = ['w-1', 'w-2', 'w-3'];
    const { xpander, mock } = mockedClient({
      agents: { 'a-1': () => 'A' },
      workflows: Object.fromEntries(names.map((name) => [name, () => 'W'])),
    });
    const listed = await collect(xpander.workflows.list({ per_page: 2 }));
    expect(listed.map(({ id, type }) => [id, type])).toEqual(names.map((name) => [name, 'orchestration']));
    expect(mock.requests.map(({ path, query }) => [path, query.page])).toEqual([
      ['/v1/workflows', '1'],
      ['/v1/workflows', '2'],
    ]);
    expect((await collect(xpander.agents.list())).map(({ id }) => id)).toEqual(['a-1']);
  });

  it('reject a misspelt filter, and a page that is not one', async () => {
    const { xpander, received } = clientAnswering([html(502)], { maxRetries: 0 });
    const list = xpander.workflows.list({ perpage: 2 } as never);
    expect(await rejection(list.firstPage())).toMatchObject({ option: 'perpage' });
    expect(received).toEqual([]);
    expect(await rejection(xpander.workflows.list().firstPage())).toBeInstanceOf(ProtocolError);
    expect(await rejection(xpander.workflows.get('w-1'))).toBeInstanceOf(ProtocolError);
  });
});
