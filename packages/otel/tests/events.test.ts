import { context } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { otelHooks } from '../src/index.ts';
import { agentId, collect, rejection, settle, traced } from './support.ts';
import { useTelemetry } from './telemetry.ts';

const telemetry = useTelemetry();

function eventsOf(index = 0): unknown[] {
  return (telemetry.spans()[index]?.events ?? []).map(({ name, attributes }) => [name, attributes]);
}

const post = { 'http.request.method': 'POST', 'url.path': `/v1/agents/${agentId}/invoke/async` };

describe('the span has an event', () => {
  it('for an attempt that got a failing answer, and for its repetition', async () => {
    const { xpander, mock } = traced();
    mock.fail({ operation: 'invokeAsync', status: 429, headers: { 'retry-after': '2' } });
    await xpander.agent(agentId).run('Dana');
    expect(eventsOf()).toEqual([
      ['xpander.failed_attempt', { ...post, 'http.response.status_code': 429, 'xpander.attempt': 1 }],
      ['xpander.retry', { ...post, 'xpander.attempt': 1, 'http.response.status_code': 429, 'xpander.delay_ms': 2_000 }],
    ]);
  });

  it('for an attempt without an answer, and for its repetition', async () => {
    const { xpander, mock } = traced();
    mock.drop({ operation: 'invokeAsync', at: 'before-request' });
    await xpander.agent(agentId).run('Dana');
    expect(eventsOf()).toEqual([
      ['xpander.failed_attempt', { ...post, 'error.type': 'connection', 'xpander.attempt': 1 }],
      ['xpander.retry', { ...post, 'xpander.attempt': 1, 'xpander.delay_ms': expect.any(Number) }],
    ]);
  });

  it('for a poll that failed, in place of which the next one comes', async () => {
    const { xpander, mock } = traced();
    mock.drop({ operation: 'getTask', at: 'before-request' });
    const { id } = await xpander.agent(agentId).run('Dana');
    const get = { 'http.request.method': 'GET', 'url.path': `/v1/tasks/${id}` };
    expect(eventsOf()).toEqual([
      ['xpander.failed_attempt', { ...get, 'error.type': 'connection', 'xpander.attempt': 1 }],
    ]);
  });

  it('for a stream that breaks off before its task has ended', async () => {
    const { xpander, mock } = traced();
    mock.drop({ operation: 'invokeStream', at: 'mid-stream' });
    const stream = xpander.agent(agentId).stream('Dana');
    await collect(stream);
    await settle();
    const reconnect = { 'http.request.method': 'GET', 'url.path': `/v1/tasks/${stream.taskId}`, 'xpander.attempt': 1 };
    expect(eventsOf()).toEqual([['xpander.reconnect', reconnect]]);
  });

  it('for the last attempt of a run that could not start', async () => {
    const { xpander, mock } = traced();
    mock.fail({ operation: 'invokeAsync', status: 503, times: 9 });
    await rejection(xpander.agent(agentId).run('Dana', { maxRetries: 0 }));
    expect(eventsOf().map((event) => (event as unknown[])[0])).toEqual(['xpander.failed_attempt', 'exception']);
  });

  it('of its own operation only, while others run', async () => {
    const { xpander, mock } = traced();
    mock.fail({ operation: 'invokeAsync', status: 429, times: 3 });
    await Promise.all(['a', 'b', 'c', 'd'].map((text) => xpander.agent(agentId).run(text)));
    const failed = telemetry.spans().flatMap(({ events }) => events.map(({ name }) => name));
    expect(failed.filter((name) => name === 'xpander.failed_attempt')).toHaveLength(3);
    expect(telemetry.complaints).toEqual([]);
  });

  it('once for each of two hooks on one client', async () => {
    const { xpander, mock } = traced({}, { hooks: otelHooks({ agentName: 'Second' }) });
    mock.fail({ operation: 'invokeAsync', status: 429 });
    await xpander.agent(agentId).run('Dana');
    const events = telemetry.spans().map(({ name, events: all }) => [name, all.length]);
    expect(events).toEqual([
      ['invoke_agent Second', 2],
      ['invoke_agent', 2],
    ]);
  });
});

describe('without a context manager', () => {
  it('spans have no events, and everything else', async () => {
    context.disable();
    const { xpander, mock } = traced();
    mock.fail({ operation: 'invokeAsync', status: 429 });
    await xpander.agent(agentId).run('Dana');
    expect([eventsOf(), telemetry.span().attributes['xpander.task.status']]).toEqual([[], 'completed']);
  });
});
