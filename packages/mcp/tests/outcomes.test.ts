import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectStdio, kinds, type StdioTestClient, textOf } from './support/clients.ts';
import { type Emulator, startEmulator } from './support/emulator.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

const args = ['--all', '--hold-ms', '500', '--heartbeat-ms', '100'];

describe.each(kinds)('over stdio, %s', (kind) => {
  let client: StdioTestClient;
  beforeAll(async () => {
    client = await connectStdio(kind, { url: emulator.url, args });
    await client.tools(); // makes the clients validate structured content
    await client.call('ask_echo', { prompt: 'warm up' });
  });
  afterAll(() => client.close());

  it('gets the answer of a run, with the id of its task', async () => {
    const answer = await client.call('ask_echo', { prompt: 'Hello' });
    const { taskId } = answer.structuredContent ?? {};
    expect(answer).toMatchObject({
      content: [{ type: 'text', text: 'Turn 1: Hello' }, { text: expect.stringContaining(`${taskId}`) }],
      structuredContent: { status: 'completed', result: 'Turn 1: Hello' },
    });
    expect(answer.isError ?? false).toBe(false);
  });

  it('continues a conversation with the id of the task', async () => {
    const first = await client.call('ask_echo', { prompt: 'one' });
    const second = await client.call('ask_echo', { prompt: 'two', threadId: first.structuredContent?.taskId });
    expect(second.structuredContent).toEqual({ ...first.structuredContent, result: 'Turn 2: two' });
  });

  it('is told that a run is still at work, and waits for it', async () => {
    const held = await client.call('ask_slow', { prompt: 'report' });
    const { taskId, status } = held.structuredContent ?? {};
    expect(held.isError ?? false).toBe(false);
    expect(['pending', 'executing']).toContain(status);
    expect(textOf(held)).toContain(`still at work (${status}). Call wait_for_task with taskId "${taskId}"`);
    expect(textOf(held)).toContain('Do not ask again');
    const runs = emulator.count('invokeStream');
    let answer = await client.call('wait_for_task', { taskId });
    while (answer.structuredContent?.status === 'executing') answer = await client.call('wait_for_task', { taskId });
    expect(answer.structuredContent).toEqual({ taskId, status: 'completed', result: 'At last: report' });
    expect(emulator.count('invokeStream')).toBe(runs);
    // Also when it has been told already.
    expect(await client.call('wait_for_task', { taskId })).toEqual(answer);
  });

  it('is told of a login that a paused run needs, and waits for it', async () => {
    const paused = await client.call('ask_mailer', { prompt: 'Send it' });
    const taskId = paused.structuredContent?.taskId ?? '';
    const authUrl = 'https://login.example.com/mail';
    expect(paused.structuredContent).toEqual({ taskId, status: 'paused', authUrl });
    expect(paused.isError ?? false).toBe(false);
    expect(textOf(paused)).toContain(`until the user logs in to Mail: ${authUrl}\n`);
    expect(textOf(paused)).toContain(`call wait_for_task with taskId "${taskId}"`);
    expect(await client.call('wait_for_task', { taskId })).toEqual(paused);
    emulator.mock.task(taskId).resume();
    const answer = await client.call('wait_for_task', { taskId });
    expect(answer.structuredContent).toEqual({ taskId, status: 'completed', result: 'Sent.' });
  });

  it('is told of an approval that a paused run needs', async () => {
    const paused = await client.call('ask_buyer', { prompt: 'Order it' });
    const taskId = paused.structuredContent?.taskId ?? '';
    expect(paused.structuredContent).toEqual({ taskId, status: 'paused' });
    expect(textOf(paused)).toContain('paused until a person approves: approve-order. The approval is given in xpander');
    expect(paused.isError ?? false).toBe(false);
    const next = await client.call('ask_buyer', { prompt: 'And another one', threadId: taskId });
    expect(next.isError).toBe(true);
    expect(textOf(next)).toContain('The prompt was not sent');
    emulator.mock.task(taskId).reject();
    expect(await client.call('wait_for_task', { taskId })).toMatchObject({
      isError: true,
      structuredContent: { taskId, status: 'failed' },
    });
  });

  it('is told once of a login that a tool needs while the run goes on', async () => {
    const asked = await client.call('ask_visitor', { prompt: 'Go in' });
    const { taskId } = asked.structuredContent ?? {};
    const authUrl = 'https://login.example.com/tool';
    expect(asked.structuredContent).toEqual({ taskId, status: 'executing', authUrl });
    expect(textOf(asked)).toContain(`The agent waits until the user logs in: ${authUrl}\n`);
    let answer = await client.call('wait_for_task', { taskId });
    while (answer.structuredContent?.status === 'executing') {
      expect(answer.structuredContent.authUrl).toBeUndefined();
      answer = await client.call('wait_for_task', { taskId });
    }
    expect(answer.structuredContent).toEqual({ taskId, status: 'completed', result: 'Inside.' });
  });

  it.each([
    ['ask_failing', 'failed', 'no data for 2026'],
    ['ask_broken', 'error', 'overloaded'],
  ])('gets the reason of a run that fails: %s', async (tool, status, reason) => {
    const failure = await client.call(tool, { prompt: 'Try' });
    expect(failure).toMatchObject({ isError: true, structuredContent: { status, result: reason } });
    expect(textOf(failure)).toBe(`The run of the agent has ended as ${status}: ${reason}`);
  });

  it('is told that a run may be at work when its answer is lost, and does not start another', async () => {
    emulator.mock.drop({ operation: 'invokeStream', at: 'after-accept' });
    const runs = emulator.count('invokeStream');
    const lost = await client.call('ask_echo', { prompt: 'Hello' });
    const { taskId } = lost.structuredContent ?? {};
    expect(lost).toMatchObject({ isError: true, structuredContent: { status: 'unknown' } });
    expect(textOf(lost)).toContain(`It may be running. Call wait_for_task with taskId "${taskId}"`);
    const answer = await client.call('wait_for_task', { taskId });
    expect(answer.structuredContent).toEqual({ taskId, status: 'completed', result: 'Turn 1: Hello' });
    expect(emulator.count('invokeStream')).toBe(runs + 1);
  });

  it('is told that nothing was started when its request did not arrive', async () => {
    emulator.mock.fail({ operation: 'invokeStream', status: 403, body: { detail: 'not yours' } });
    const refused = await client.call('ask_echo', { prompt: 'Hello' });
    expect(refused.isError).toBe(true);
    expect(refused.structuredContent).toBeUndefined();
    expect(textOf(refused)).toContain('answered 403: not yours');
    const unknown = await client.call('wait_for_task', { taskId: 'no-such-task' });
    expect(unknown.isError).toBe(true);
    expect(textOf(unknown)).toBe('There is no task "no-such-task": it was never started, or it was deleted.');
    expect(textOf(await client.call('stop_task', { taskId: 'no-such-task' }))).toBe(textOf(unknown));
  });

  it('gets an answer without text as a sentence, because models reject empty texts', async () => {
    const answer = await client.call('ask_silent', { prompt: 'Say nothing' });
    expect(answer.structuredContent).toMatchObject({ status: 'completed', result: '' });
    expect(answer.content[0]?.text).toBe('The agent has completed the task without a text.');
  });

  it('stops a task', async () => {
    const { structuredContent } = await client.call('ask_endless', { prompt: 'Work' });
    const taskId = structuredContent?.taskId;
    const stopped = await client.call('stop_task', { taskId });
    expect(stopped.structuredContent).toEqual({ taskId, status: 'stopped' });
    const ended = await client.call('wait_for_task', { taskId });
    expect(ended).toMatchObject({ isError: true, structuredContent: { taskId, status: 'stopped' } });
  });
});
