import type { Xpander } from '@xpander/sdk';
import { describe, expect, it } from 'vitest';
import { agentId, collect, rejection, settle, traced } from './support.ts';
import { useTelemetry } from './telemetry.ts';

const telemetry = useTelemetry();

/** All that is exported of the spans, as text. */
function exported(): string {
  return JSON.stringify(
    telemetry.spans().map(({ name, attributes, events, status }) => ({ name, attributes, events, status })),
  );
}

const secrets = ['key-of-the-test', 'oidc-secret', 'user-secret', 'header-secret'];

const request = {
  input: { text: 'fail with the prompt', user: { id: 'user-1', email: 'dana@example.com' } },
  user_oidc_token: 'oidc-secret',
  user_tokens: { node: 'user-secret' },
};
const headers = { 'x-tenant': 'header-secret' };

async function useAll(xpander: Xpander): Promise<void> {
  const agent = xpander.agent(agentId);
  await rejection(agent.run(request, { headers }));
  await collect(agent.stream(request, { headers }));
  await agent.run('say the prompt', { headers });
  await rejection(agent.run('the prompt', { signal: AbortSignal.abort(new Error('a secret plan')) }));
  await rejection(agent.run('the prompt', { beforeSend: () => Promise.reject(new Error('a secret plan')) }));
  await settle();
}

describe('without captureContent', () => {
  it('no span carries a prompt, an answer, a message of an error, a user, or a secret', async () => {
    await useAll(traced().xpander);
    expect(telemetry.spans()).toHaveLength(5);
    for (const content of ['the prompt', 'secret plan', 'The answer', 'dana@', 'user-1', ...secrets])
      expect(exported()).not.toContain(content);
  });

  it('status and exception have the class and the code of the error', async () => {
    await rejection(traced().xpander.agent(agentId).run('fail'));
    const { status, events, attributes } = telemetry.span();
    expect(status.message).toBe('TaskFailedError (task_failed)');
    expect(events.map(({ name, attributes: all }) => [name, all])).toEqual([
      ['exception', { 'exception.type': 'TaskFailedError', 'error.type': 'task_failed' }],
    ]);
    expect(attributes['error.type']).toBe('task_failed');
  });

  it('an error whose name and code are sentences is told as _OTHER', async () => {
    const odd = Object.assign(new Error('a secret plan'), { name: 'the prompt', code: 'the secret plan' });
    await rejection(
      traced()
        .xpander.agent(agentId)
        .run('Dana', { signal: AbortSignal.abort(odd) }),
    );
    expect(telemetry.span().attributes['error.type']).toBe('_OTHER');
    expect(exported()).not.toMatch(/the prompt|secret plan/);
  });
});

describe('with captureContent', () => {
  it('a span has the prompt and the answer, in the form of the conventions', async () => {
    await traced({ captureContent: true }).xpander.agent(agentId).run('Dana');
    const { attributes } = telemetry.span();
    expect(JSON.parse(String(attributes['gen_ai.input.messages']))).toEqual([
      { role: 'user', parts: [{ type: 'text', content: 'Dana' }] },
    ]);
    expect(JSON.parse(String(attributes['gen_ai.output.messages']))).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'The answer to Dana' }], finish_reason: 'stop' },
    ]);
  });

  it('a failed run has its result, and status and exception have the message', async () => {
    await rejection(traced({ captureContent: true }).xpander.agent(agentId).run('fail'));
    const { attributes, status, events } = telemetry.span();
    expect(JSON.parse(String(attributes['gen_ai.output.messages']))).toMatchObject([
      { parts: [{ content: 'no luck with the secret plan' }], finish_reason: 'error' },
    ]);
    expect(status.message).toContain('no luck');
    expect(events[0]?.attributes).toMatchObject({
      'exception.type': 'TaskFailedError',
      'exception.message': expect.stringContaining('no luck'),
      'exception.stacktrace': expect.stringMatching(/no luck.*\n +at /),
    });
  });

  it('a stream has the answer of its run', async () => {
    await collect(traced({ captureContent: true }).xpander.agent(agentId).stream('Dana'));
    await settle();
    expect(telemetry.span().attributes['gen_ai.output.messages']).toContain('The answer to Dana');
  });

  it('no span has a key, a token, a header or the data of the user', async () => {
    await useAll(traced({ captureContent: true }).xpander);
    for (const secret of ['dana@', 'user-1', ...secrets]) expect(exported()).not.toContain(secret);
  });
});
