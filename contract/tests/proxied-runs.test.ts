import { type CompletedTask, type RunOptions, TaskFailedError, TaskPausedError, type Xpander } from '@xpander/sdk';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AgentId, agents } from '../agents.ts';
import { useProxiedMock } from '../proxied-mock.ts';

const { mock, createXpander } = useProxiedMock({ agents });
let xpander: Xpander;
let id: string;
beforeAll(() => {
  xpander = createXpander();
});
// The client sets the id, so that a test knows it while the invocation is still open.
beforeEach(() => {
  id = crypto.randomUUID();
});

const patience = { timeout: 60_000, interval: 20 };
const pace = { pollIntervalMs: 50, deadlineMs: 10_000 };

/** The three ways to run a prompt to its end. */
const ways: Record<string, (agentId: AgentId, options?: RunOptions) => Promise<CompletedTask>> = {
  'agents.invoke': (agentId, options) =>
    xpander.agents.invoke(agentId, { id, input: 'Hello' }, { ...pace, ...options }),
  'agents.run': (agentId, options) => xpander.agents.run(agentId, { id, input: 'Hello' }, { ...pace, ...options }),
  'agents.invokeAsync and tasks.wait': async (agentId, options) => {
    const task = await xpander.agents.invokeAsync(agentId, { id, input: 'Hello' });
    return xpander.tasks.wait(task, { ...pace, ...options });
  },
};

async function failureOf(run: Promise<CompletedTask>): Promise<unknown> {
  return run.then(
    (task) => expect.fail(`resolved with ${task.status}`),
    (error: unknown) => error,
  );
}

function untilPaused(): Promise<void> {
  return vi.waitFor(async () => expect((await xpander.tasks.get(id)).status).toBe('paused'), patience);
}

describe.each(Object.entries(ways))('%s', (_name, finish) => {
  it('resolves when the run completes', async () => {
    expect(await finish('completes')).toMatchObject({
      id,
      agent_id: 'completes',
      status: 'completed',
      result: 'Answer 1 to: Hello',
    });
  });

  it('waits for a run that takes some time', async () => {
    expect(await finish('takesTime')).toMatchObject({ status: 'completed', result: 'It took a while.' });
  });

  it.each([
    ['failed', 'fails', 'No price list was readable'],
    ['error', 'breaks', 'Tool call failed: upstream returned 500'],
  ] as const)('rejects when the run ends as %s', async (status, agentId, result) => {
    const error = await failureOf(finish(agentId));
    expect(error).toBeInstanceOf(TaskFailedError);
    expect(error).toMatchObject({ status, taskId: id, task: { status, result } });
  });

  it('rejects when the run is stopped', async () => {
    const failure = failureOf(finish('neverEnds'));
    await vi.waitFor(() => mock.task(id).stop(), patience);
    const error = await failure;
    expect(error).toBeInstanceOf(TaskFailedError);
    expect(error).toMatchObject({ status: 'stopped', task: { is_manually_stopped: true, result: null } });
  });

  it.each([
    ['an approval', 'asksForApproval', 'Refunded.'],
    ['a sign-in', 'asksForSignIn', 'Booked.'],
  ] as const)('waits for %s with onPaused "wait"', async (_what, agentId, result) => {
    const run = finish(agentId, { onPaused: 'wait' });
    await untilPaused();
    mock.task(id).resume();
    expect(await run).toMatchObject({ status: 'completed', result });
  });

  it('rejects when the approval is refused', async () => {
    const failure = failureOf(finish('asksForApproval', { onPaused: 'wait' }));
    await untilPaused();
    mock.task(id).reject();
    expect(await failure).toMatchObject({ code: 'task_failed', status: 'failed' });
  });
});

// A sync invocation stays open while the run is paused.
describe.each(Object.entries(ways).slice(1))('%s', (_name, finish) => {
  it.each([
    ['an approval', 'asksForApproval', { hitlRequest: { wait_node_id: 'approve-refund' }, authUrl: undefined }],
    ['a sign-in', 'asksForSignIn', { hitlRequest: undefined, authUrl: 'https://connect.example.com/authorize' }],
  ] as const)('rejects while the run waits for %s', async (_what, agentId, { hitlRequest, authUrl }) => {
    const error = await failureOf(finish(agentId));
    expect(error).toBeInstanceOf(TaskPausedError);
    const paused = error as TaskPausedError;
    expect([paused.taskId, paused.hitlRequest, paused.authUrl]).toEqual([id, hitlRequest, authUrl]);
  });
});
