import {
  type CompletedTask,
  DeadlineError,
  type RunOptions,
  type Task,
  TaskFailedError,
  TaskPausedError,
  Xpander,
  type XpanderOptions,
} from '@xpander/sdk';
import { describe, expect, inject, it } from 'vitest';
import { taskId, type VerbName, verbCalls } from '../calls.ts';
import { type DocumentedResponse, documentedResponses } from '../description.ts';
import { createClockOfThreePauses } from '../impatient-clock.ts';
import { fetchInTime, preferring } from '../requests.ts';

function createXpander(options: XpanderOptions = {}): Xpander {
  return new Xpander({
    apiKey: 'key-1',
    baseUrl: inject('prismUrl'),
    fetch: fetchInTime,
    maxRetries: 0,
    rateLimit: 'off',
    ...options,
  });
}

interface DocumentedTask extends DocumentedResponse {
  readonly value: Task;
}

function documentedTasks(operation: VerbName): readonly DocumentedTask[] {
  return documentedResponses.filter(
    (documented): documented is DocumentedTask => documented.operation === operation && documented.status === 200,
  );
}

type Verb = (xpander: Xpander, options: RunOptions) => Promise<CompletedTask>;

/** The methods that wait for the end, each with the operation whose examples Prism sends. */
const settlingVerbs: readonly [name: string, operation: VerbName, verb: Verb][] = [
  [
    'agents.invoke',
    'invoke',
    (xpander, options) => xpander.agents.invoke('agent-1', 'Generate a market report', options),
  ],
  ['tasks.wait', 'getTask', (xpander, options) => xpander.tasks.wait(taskId, options)],
];

const endings: Readonly<Record<string, readonly string[]>> = {
  completed: ['completed'],
  failed: ['failed', 'error', 'stopped'],
  paused: ['paused'],
  running: ['pending', 'executing'],
};

describe('the table of documented tasks', () => {
  it.each(['invoke', 'getTask'] as const)('has %s in every status', (operation) => {
    const statuses = new Set(documentedTasks(operation).map(({ value }) => value.status));
    expect([...statuses].toSorted()).toEqual(Object.values(endings).flat().toSorted());
  });
});

describe.each(settlingVerbs)('%s', (_name, operation, verb) => {
  const tasksThat = (ending: string): readonly DocumentedTask[] =>
    documentedTasks(operation).filter(({ value }) => endings[ending]?.includes(String(value.status)));
  const call = (documented: DocumentedTask, xpander = createXpander()): Promise<CompletedTask> =>
    verb(xpander, { headers: preferring(documented), pollIntervalMs: 50 });
  const callAndFail = async (documented: DocumentedTask, xpander?: Xpander): Promise<unknown> =>
    call(documented, xpander).then(
      (task) => expect.fail(`resolved with ${task.status}`),
      (error: unknown) => error,
    );

  it.each(tasksThat('completed'))('resolves with $example', async (documented) => {
    expect(await call(documented)).toEqual(documented.value);
  });

  it.each(tasksThat('failed'))('rejects with TaskFailedError for $example', async (documented) => {
    const error = await callAndFail(documented);
    expect(error).toBeInstanceOf(TaskFailedError);
    const { code, status, taskId, task } = error as TaskFailedError;
    const { value } = documented;
    expect({ code, status, taskId, task }).toEqual({
      code: 'task_failed',
      status: value.status,
      taskId: value.id,
      task: value,
    });
  });

  it.each(tasksThat('paused'))('rejects with TaskPausedError for $example', async (documented) => {
    const error = await callAndFail(documented);
    expect(error).toBeInstanceOf(TaskPausedError);
    const { code, hitlRequest, authUrl, task } = error as TaskPausedError;
    const { value } = documented;
    expect({ code, hitlRequest, authUrl, task }).toEqual({
      code: 'task_paused',
      hitlRequest: value.hitl_request ?? undefined,
      authUrl: value.pending_eca_request?.auth_url ?? undefined,
      task: value,
    });
    expect(hitlRequest ?? authUrl).toBeDefined();
  });

  it.each(tasksThat('running'))('goes on waiting after $example, until its deadline', async (documented) => {
    const xpander = createXpander({ clock: createClockOfThreePauses(), timeoutMs: 0 });
    const error = await callAndFail(documented, xpander);
    expect(error).toBeInstanceOf(DeadlineError);
    const { code, started, taskId, lastTask } = error as DeadlineError;
    const { value } = documented;
    expect({ code, started, taskId, lastTask }).toEqual({
      code: 'deadline',
      started: true,
      // A wait by id asks for that id, whatever id the example has.
      taskId: operation === 'getTask' ? expect.any(String) : value.id,
      lastTask: value,
    });
  });
});

describe.each(['invokeAsync', 'getTask'] as const)('%s', (operation) => {
  it.each(documentedTasks(operation))('resolves with the unchanged $example', async (documented) => {
    expect(await verbCalls[operation](createXpander(), { headers: preferring(documented) })).toEqual(documented.value);
  });
});
