import { pause } from '@xpander/mock';
import { AmbiguousInvocationError, DeadlineError, TaskFailedError, TaskPausedError } from '@xpander/sdk';
import { describe, expect, it } from 'vitest';
import { collect, emulated, rejectionOf, until, versions } from './support.ts';

const html = {
  status: 502,
  contentType: 'text/html',
  body: '<html>Bad gateway</html>',
  times: Number.POSITIVE_INFINITY,
};

const agents = {
  echo: ({ text }: { text: string }) => text,
  broken: async function* () {
    yield 'I will try. ';
    throw new Error('out of ink');
  },
  slow: async function* ({ sleep }: { sleep: (ms: number) => Promise<void> }) {
    yield 'First, ';
    await sleep(3_600_000);
    yield 'second.';
  },
  long: async function* ({ sleep }: { sleep: (ms: number) => Promise<void> }) {
    yield 'First, ';
    await sleep(60_000);
    yield 'second, ';
    await sleep(60_000);
    yield 'third.';
  },
  buyer: async function* () {
    yield 'Ordering … ';
    yield pause({ auth: { connector_name: 'Mail', auth_url: 'https://example.com/auth' } });
    yield 'done.';
  },
  forgetful: async function* () {
    yield { type: 'tool_call_request', data: { request_id: 'r-1', operation_id: 'search' } };
    yield 'Three hits.';
  },
};

describe.each(versions)('a fault under generateText of %s', (_, { generateText, stepCountIs }) => {
  it('is not repeated by maxRetries: a 502 is one POST', async () => {
    const { xpander, mock } = emulated({ agents });
    mock.fail({ operation: 'invokeStream', ...html });
    const error = await rejectionOf(generateText({ model: xpander('echo'), prompt: 'Hello', maxRetries: 2 }));
    expect(error).toBeInstanceOf(AmbiguousInvocationError);
    mock.expectRequests({ invokeStream: 1 });
  });

  it('rejects with the TaskFailedError of a run that failed, after one run', async () => {
    const { xpander, mock } = emulated({ agents });
    const error = await rejectionOf(generateText({ model: xpander('broken'), prompt: 'Hello', maxRetries: 2 }));
    expect(error).toBeInstanceOf(TaskFailedError);
    expect(error).toMatchObject({ status: 'error', message: expect.stringContaining('out of ink') });
    mock.expectRequests({ invokeStream: 1 });
  });

  it('rejects with the TaskPausedError of a run that needs a person, which has the page of the login', async () => {
    const { xpander, mock } = emulated({ agents });
    const error = await rejectionOf(generateText({ model: xpander('buyer'), prompt: 'Order it' }));
    expect(error).toBeInstanceOf(TaskPausedError);
    expect(error).toMatchObject({ taskId: mock.tasks[0]?.id, authUrl: 'https://example.com/auth' });
    mock.expectRequests({ invokeStream: 1 });
  });

  it('waits for a person with onPaused: "wait"', async () => {
    const { xpander, mock } = emulated({ agents });
    const result = generateText({ model: xpander('buyer', { onPaused: 'wait' }), prompt: 'Order it' });
    await until(() => mock.tasks[0]?.status === 'paused');
    mock.task(mock.tasks[0]?.id ?? '').resume();
    expect((await result).text).toBe('Ordering … done.');
  });

  it('is one step when the result of a tool is lost, whatever stopWhen allows', async () => {
    const { xpander, mock } = emulated({ agents });
    const result = await generateText({ model: xpander('forgetful'), prompt: 'Hello', stopWhen: stepCountIs(5) });
    expect(result.steps).toHaveLength(1);
    expect(result.text).toBe('Three hits.');
    mock.expectRequests({ invokeStream: 1 });
  });

  it('returns the whole answer when the connection drops midway', async () => {
    const { xpander, mock } = emulated({ agents });
    mock.drop({ operation: 'invokeStream', at: 'mid-stream' });
    expect((await generateText({ model: xpander('long'), prompt: 'Hello' })).text).toBe('First, second, third.');
    expect(mock.requestsTo('invokeStream')).toHaveLength(1);
    expect(mock.requestsTo('getTask').length).toBeGreaterThan(0);
  });

  it('rejects with a DeadlineError once deadlineMs has passed', async () => {
    const { xpander } = emulated({ agents });
    const error = await rejectionOf(generateText({ model: xpander('slow', { deadlineMs: 5_000 }), prompt: 'Hello' }));
    expect(error).toBeInstanceOf(DeadlineError);
  });

  it('rejects within a tick of an abort, and leaves the run', async () => {
    const { xpander, mock } = emulated({ agents, clock: 'real' });
    const controller = new AbortController();
    const result = generateText({ model: xpander('slow'), prompt: 'Hello', abortSignal: controller.signal });
    const rejection = rejectionOf(result);
    await until(() => mock.tasks[0]?.status === 'executing');
    controller.abort();
    expect(await isSettledWithinATick(rejection)).toBe(true);
    expect(await rejection).toBe(controller.signal.reason);
    expect(mock.tasks[0]?.status).toBe('executing');
    mock.expectRequests({ invokeStream: 1 });
    mock.reset();
  });

  it('stops the run after an abort with onAbandon: "stop"', async () => {
    const { xpander, mock } = emulated({ agents, clock: 'real' });
    const controller = new AbortController();
    const model = xpander('slow', { onAbandon: 'stop' });
    const rejection = rejectionOf(generateText({ model, prompt: 'Hello', abortSignal: controller.signal }));
    await until(() => mock.tasks[0]?.status === 'executing');
    controller.abort();
    await rejection;
    await until(() => mock.tasks[0]?.status === 'stopped');
    mock.reset();
  });

  it('sends nothing when the signal is aborted already', async () => {
    const { xpander, mock } = emulated({ agents });
    const abortSignal = AbortSignal.abort();
    const error = await rejectionOf(generateText({ model: xpander('echo'), prompt: 'Hello', abortSignal }));
    expect(error).toBe(abortSignal.reason);
    mock.expectRequests({});
  });
});

describe.each(versions)('a fault under streamText of %s', (_, { streamText, stepCountIs }) => {
  const ignoreError = () => {};

  it('is not repeated by maxRetries: a 502 is one POST and an error part', async () => {
    const { xpander, mock } = emulated({ agents });
    mock.fail({ operation: 'invokeStream', ...html });
    const errors: unknown[] = [];
    const onError = ({ error }: { error: unknown }) => void errors.push(error);
    const { fullStream } = streamText({ model: xpander('echo'), prompt: 'Hello', maxRetries: 2, onError });
    const chunks = await collect(fullStream);
    expect(chunks.flatMap((chunk) => (chunk.type === 'error' ? [chunk.error] : []))).toEqual(errors);
    expect(errors).toEqual([expect.any(AmbiguousInvocationError)]);
    mock.expectRequests({ invokeStream: 1 });
  });

  it('is an error part and a finish when the run fails, after one run', async () => {
    const { xpander, mock } = emulated({ agents });
    const result = streamText({ model: xpander('broken'), prompt: 'Hello', maxRetries: 2, onError: ignoreError });
    const chunks = await collect(result.fullStream);
    expect(chunks.map(({ type }) => type).slice(-4)).toEqual(['text-end', 'error', 'finish-step', 'finish']);
    expect(chunks.find(({ type }) => type === 'error')).toMatchObject({ error: expect.any(TaskFailedError) });
    expect(chunks.at(-1)).toMatchObject({ finishReason: 'error', rawFinishReason: 'error' });
    expect(await result.text).toBe('I will try. ');
    expect(await result.providerMetadata).toMatchObject({
      xpander: { taskId: mock.tasks[0]?.id, status: 'error' },
    });
    mock.expectRequests({ invokeStream: 1 });
  });

  it.each([
    ['completed', 'stop'],
    ['stopped', 'other'],
    ['failed', 'error'],
    ['error', 'error'],
  ] as const)('has the finish reason of the status %s: %s', async (status, reason) => {
    const { xpander } = emulated({ agents: { ends: [{ status: 'executing' }, { status, result: 'The end' }] } });
    const result = streamText({ model: xpander('ends'), prompt: 'Hello', onError: ignoreError });
    await result.consumeStream();
    expect([await result.finishReason, await result.rawFinishReason]).toEqual([reason, status]);
  });

  it('is an error part with the TaskPausedError when the run needs a person, and a finish with its id', async () => {
    const { xpander, mock } = emulated({ agents });
    const result = streamText({ model: xpander('buyer'), prompt: 'Order it', onError: ignoreError });
    const chunks = await collect(result.fullStream);
    expect(chunks.find(({ type }) => type === 'error')).toMatchObject({ error: expect.any(TaskPausedError) });
    expect(chunks.at(-1)).toMatchObject({ type: 'finish', finishReason: 'error', rawFinishReason: 'paused' });
    expect(await result.providerMetadata).toMatchObject({
      xpander: { taskId: mock.tasks[0]?.id, status: 'paused' },
    });
  });

  it('waits for a person with onPaused: "wait"', async () => {
    const { xpander, mock } = emulated({ agents });
    const { text } = streamText({ model: xpander('buyer', { onPaused: 'wait' }), prompt: 'Order it' });
    await until(() => mock.tasks[0]?.status === 'paused');
    mock.task(mock.tasks[0]?.id ?? '').resume();
    expect(await text).toBe('Ordering … done.');
  });

  it('is one step when the result of a tool is lost, whatever stopWhen allows', async () => {
    const { xpander, mock } = emulated({ agents });
    const result = streamText({ model: xpander('forgetful'), prompt: 'Hello', stopWhen: stepCountIs(5) });
    expect(await result.steps).toHaveLength(1);
    mock.expectRequests({ invokeStream: 1 });
  });

  it('goes on by polls when the connection is cut', async () => {
    const { xpander, mock } = emulated({ agents });
    mock.drop({ operation: 'invokeStream', at: 'mid-stream' });
    const result = streamText({ model: xpander('long'), prompt: 'Hello' });
    expect((await collect(result.textStream)).join('')).toBe('First, second, third.');
    expect(await result.finishReason).toBe('stop');
    expect(mock.requestsTo('invokeStream')).toHaveLength(1);
    expect(mock.requestsTo('getTask').length).toBeGreaterThan(0);
  });

  it('is an error part and a finish once deadlineMs has passed', async () => {
    const { xpander } = emulated({ agents });
    const model = xpander('slow', { deadlineMs: 5_000 });
    const chunks = await collect(streamText({ model, prompt: 'Hello', onError: ignoreError }).fullStream);
    expect(chunks.find(({ type }) => type === 'error')).toMatchObject({ error: expect.any(DeadlineError) });
    expect(chunks.at(-1)).toMatchObject({ type: 'finish', finishReason: 'error' });
  });

  it('ends within a tick of an abort, and leaves the run', async () => {
    const { xpander, mock } = emulated({ agents, clock: 'real' });
    const controller = new AbortController();
    const { fullStream } = streamText({ model: xpander('slow'), prompt: 'Hello', abortSignal: controller.signal });
    const reader = fullStream.getReader();
    for (let part = await reader.read(); part.value?.type !== 'text-delta'; part = await reader.read());
    const last = reader.read();
    controller.abort();
    expect(await isSettledWithinATick(last)).toBe(true);
    expect((await last).value?.type).toBe('abort');
    expect(mock.tasks[0]?.status).toBe('executing');
    mock.expectRequests({ invokeStream: 1 });
    mock.reset();
  });

  it('stops the run after an abort with onAbandon: "stop"', async () => {
    const { xpander, mock } = emulated({ agents, clock: 'real' });
    const controller = new AbortController();
    const model = xpander('slow', { onAbandon: 'stop' });
    const { textStream } = streamText({ model, prompt: 'Hello', abortSignal: controller.signal });
    for await (const text of textStream) if (text !== '') controller.abort();
    await until(() => mock.tasks[0]?.status === 'stopped');
    mock.reset();
  });
});

describe('the stream of a model', () => {
  const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hello' }] }];

  it('errors within a tick of an abort with the reason of the signal', async () => {
    const { xpander, mock } = emulated({ agents, clock: 'real' });
    const controller = new AbortController();
    const { stream } = await xpander('slow').doStream({ prompt, abortSignal: controller.signal });
    const reader = stream.getReader();
    for (let part = await reader.read(); part.value?.type !== 'text-delta'; part = await reader.read());
    const rejection = rejectionOf(reader.read().then(() => reader.read()));
    controller.abort('enough');
    expect(await isSettledWithinATick(rejection)).toBe(true);
    expect(await rejection).toBe('enough');
    mock.reset();
  });

  it('is rejected within a tick of an abort while the server has not answered', async () => {
    const { xpander, mock } = emulated({ agents, clock: 'real' });
    mock.stall({ operation: 'invokeStream', at: 'after-accept', forMs: 3_600_000 });
    const controller = new AbortController();
    const rejection = rejectionOf(xpander('slow').doStream({ prompt, abortSignal: controller.signal }));
    await until(() => mock.requests.length === 1);
    controller.abort();
    expect(await isSettledWithinATick(rejection)).toBe(true);
    expect(await rejection).toBe(controller.signal.reason);
    mock.reset();
  });

  it('closes the connection when it is cancelled, and leaves the run', async () => {
    const { xpander, mock } = emulated({ agents, clock: 'real' });
    const { stream } = await xpander('slow').doStream({ prompt });
    await stream.cancel();
    expect(mock.tasks[0]?.status).not.toBe('stopped');
    mock.expectRequests({ invokeStream: 1 });
    mock.reset();
  });

  it('stops the run when it is cancelled, with onAbandon: "stop"', async () => {
    const { xpander, mock } = emulated({ agents, clock: 'real' });
    const { stream } = await xpander('slow', { onAbandon: 'stop' }).doStream({ prompt });
    await stream.cancel();
    await until(() => mock.tasks[0]?.status === 'stopped');
    mock.reset();
  });

  it('names the run before the first event is read', async () => {
    const { xpander, mock } = emulated({ agents });
    const { stream } = await xpander('echo').doStream({ prompt });
    const parts = await collect(stream);
    expect(parts.slice(0, 2)).toEqual([
      { type: 'stream-start', warnings: [] },
      { type: 'response-metadata', id: mock.tasks[0]?.id, modelId: 'echo' },
    ]);
  });
});

/** Whether a promise settles before timers of the next turn of the event loop. */
async function isSettledWithinATick(promise: Promise<unknown>): Promise<boolean> {
  let isSettled = false;
  const settle = () => {
    isSettled = true;
  };
  promise.then(settle, settle);
  await new Promise((resolve) => setTimeout(resolve, 0));
  return isSettled;
}
