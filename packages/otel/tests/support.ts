import { createMockXpander, fail, type MockXpander, pause, type ScriptTurn } from '@xpander/mock';
import { combineHooks, type Hooks, Xpander, type XpanderOptions } from '@xpander/sdk';
import { type OtelHooksOptions, otelHooks } from '../src/index.ts';

export const agentId = 'agent-1';

/** An agent that answers in two parts, and fails or pauses when it is asked to. */
async function* agent({ text, sleep }: ScriptTurn) {
  yield 'The answer ';
  await sleep(3_000);
  if (text.includes('fail')) throw fail('no luck with the secret plan');
  if (text.includes('pause')) yield pause({ hitl: { wait_node_id: 'node-1' } });
  yield `to ${text}`;
}

interface Traced {
  readonly xpander: Xpander;
  readonly mock: MockXpander;
}

/** A client with the hooks, and the mock that answers it. */
export function traced(options: OtelHooksOptions = {}, { hooks, ...client }: XpanderOptions = {}): Traced {
  const mock = createMockXpander({ agents: { [agentId]: agent } });
  const all: Hooks[] = hooks ? [otelHooks(options), hooks] : [otelHooks(options)];
  const base = { apiKey: 'key-of-the-test', fetch: mock.fetch, clock: mock.clock, hooks: combineHooks(...all) };
  return { xpander: new Xpander({ ...base, ...client }), mock };
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** What a call rejects with. */
export async function rejection(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => {
      throw new Error('it did not reject');
    },
    (error: unknown) => error,
  );
}

/** Lets everything happen that needs no time. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
}
