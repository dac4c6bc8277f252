import { AsyncLocalStorage } from 'node:async_hooks';
import { channel, tracingChannel } from 'node:diagnostics_channel';
import { createMockXpander, fail } from '@xpander/mock';
import { Xpander } from '@xpander/sdk';
import { afterEach, describe, expect, it } from 'vitest';
import { channelHooks, type OperationMessage } from '../src/index.ts';
import { collect, rejection, settle } from './support.ts';

const agentId = 'agent-1';
const operations = tracingChannel<string, OperationMessage>('xpander:operation');
const names = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const;

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

interface Message {
  readonly name: string;
  readonly message: OperationMessage;
}

/** Listens to the tracing channel until the end of the test. */
function listen(): Message[] {
  const seen: Message[] = [];
  const subscribers = Object.fromEntries(
    names.map((name) => [name, (message: OperationMessage) => void seen.push({ name, message })]),
  ) as Record<(typeof names)[number], (message: OperationMessage) => void>;
  operations.subscribe(subscribers);
  ends.push(() => operations.unsubscribe(subscribers));
  return seen;
}

function createClient() {
  const mock = createMockXpander({
    agents: {
      [agentId]: async function* ({ text, sleep }) {
        yield 'The answer ';
        await sleep(3_000);
        if (text === 'fail') throw fail('no luck');
        yield `to ${text}`;
      },
    },
  });
  return {
    mock,
    xpander: new Xpander({ apiKey: 'test', fetch: mock.fetch, clock: mock.clock, hooks: channelHooks() }),
  };
}

describe('channelHooks', () => {
  it('traces each operation on the channel xpander:operation, with its task', async () => {
    const seen = listen();
    const { xpander } = createClient();
    const task = await xpander.agent(agentId).run('Dana');
    expect(seen.map(({ name }) => name)).toEqual(['start', 'end', 'asyncStart', 'asyncEnd']);
    expect(seen.at(-1)?.message).toMatchObject({
      operation: { verb: 'run', agentId, baseUrl: 'https://api.xpander.ai' },
      result: { id: task.id },
    });
  });

  it('publishes the error of an operation that rejects, and ends it once', async () => {
    const seen = listen();
    const error = await rejection(createClient().xpander.agent(agentId).run('fail'));
    expect(seen.map(({ name }) => name)).toEqual(['start', 'end', 'error', 'asyncStart', 'asyncEnd']);
    expect(seen.at(-1)?.message.error).toBe(error);
  });

  it('ends a stream when its reader leaves, and when it is aborted unread', async () => {
    const seen = listen();
    const { xpander } = createClient();
    for await (const { type } of xpander.agent(agentId).stream('Dana')) if (type === 'chunk') break;
    xpander.agent(agentId).stream('Dana').abort();
    await settle();
    expect(seen.filter(({ name }) => name === 'asyncEnd')).toHaveLength(2);
  });

  it('ends each item of a batch and each turn of a thread once', async () => {
    const seen = listen();
    const { xpander } = createClient();
    await collect(xpander.agent(agentId).runMany(['Dana', 'fail', 'Eve']));
    const thread = xpander.agent(agentId).thread();
    await thread.send('one');
    await thread.send('two');
    expect(seen.filter(({ name }) => name === 'asyncEnd')).toHaveLength(5);
  });

  it('runs the requests of an operation in a store that is bound to it', async () => {
    const store = new AsyncLocalStorage<string>();
    operations.start.bindStore(store, ({ operation }) => operation.verb);
    const verbs: unknown[] = [];
    const onRequest = (): void => void verbs.push(store.getStore());
    channel('xpander:request').subscribe(onRequest);
    ends.push(
      () => operations.start.unbindStore(store),
      () => channel('xpander:request').unsubscribe(onRequest),
    );
    const { xpander } = createClient();
    await xpander.agent(agentId).run('Dana');
    await collect(xpander.agent(agentId).stream('Dana'));
    expect(new Set(verbs)).toEqual(new Set(['run', 'stream']));
  });

  it('publishes the facts about each request, retry, poll and reconnect on a channel of its own', async () => {
    const kinds = ['request', 'response', 'error', 'retry', 'poll', 'reconnect'];
    const seen = new Set<string>();
    for (const kind of kinds) {
      const subscriber = (message: unknown): void => {
        expect(message).toMatchObject({ method: expect.any(String), path: expect.any(String) });
        seen.add(kind);
      };
      channel(`xpander:${kind}`).subscribe(subscriber);
      ends.push(() => channel(`xpander:${kind}`).unsubscribe(subscriber));
    }
    const { xpander, mock } = createClient();
    mock.fail({ operation: 'invokeAsync', status: 429 });
    mock.drop({ operation: 'getTask', at: 'before-request' });
    await xpander.agent(agentId).run('Dana');
    mock.drop({ operation: 'invokeStream', at: 'mid-stream' });
    await collect(xpander.agent(agentId).stream('Dana'));
    expect([...seen].sort()).toEqual([...kinds].sort());
  });

  it('publishes nothing, and changes nothing, without a subscriber', async () => {
    const { xpander } = createClient();
    expect((await xpander.agent(agentId).run('Dana')).result).toBe('The answer to Dana');
  });
});
