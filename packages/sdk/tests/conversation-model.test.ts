import { createMockXpander, type ScriptEvent } from '@xpander/mock';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  AmbiguousInvocationError,
  type Conversation,
  TaskFailedError,
  TurnReplacedError,
  Xpander,
} from '../src/index.ts';

type Step =
  | { readonly kind: 'send' | 'stream'; readonly runMs: number; readonly afterMs: number }
  | { readonly kind: 'queue' | 'steer' | 'interrupt' | 'stop'; readonly afterMs: number }
  | { readonly kind: 'fault'; readonly fault: Fault; readonly afterMs: number };
type Fault = 'lost' | 'page' | 'cut' | 'silent' | 'late events';

const afterMs = fc.integer({ min: 0, max: 4_000 });
const turn = fc.record({ kind: fc.constantFrom('send' as const, 'stream' as const), runMs: fc.nat(6_000), afterMs });
const other = fc.record({
  kind: fc.constantFrom('queue' as const, 'steer' as const, 'interrupt' as const, 'stop' as const),
  afterMs,
});
const fault = fc.record({
  kind: fc.constant('fault' as const),
  fault: fc.constantFrom<Fault>('lost', 'page', 'cut', 'silent', 'late events'),
  afterMs,
});

/** Plays the steps, and returns the answer or the error of each turn, by its text. */
async function play(
  steps: readonly Step[],
  turnEnd: 'before' | 'after' | 'alone',
): Promise<{ outcomes: [text: string, outcome: unknown][]; posts: string[] }> {
  const mock = createMockXpander({
    wire: { turnEnd },
    agents: {
      chat: async function* ({ text, sleep }): AsyncGenerator<ScriptEvent> {
        yield 'Answer ';
        await sleep(Number(text.split(' ')[1] ?? 1_000));
        yield { type: 'tool_call_request', data: { tool_name: 'Search', payload: {} } };
        yield `to ${text}`;
      },
    },
  });
  const xpander = new Xpander({ apiKey: 'key-1', fetch: mock.fetch, clock: mock.clock });
  const first = xpander.agent('chat').conversation();
  const { id } = await first.send('turn-0 10');
  const chats = [first, xpander.agent('chat').conversation(id)];
  const outcomes: Promise<[string, unknown]>[] = [];
  const others: Promise<unknown>[] = [];
  for (const [index, step] of steps.entries()) {
    await mock.clock.sleep(step.afterMs);
    const chat = chats[index % 2] as Conversation;
    if (step.kind === 'send' || step.kind === 'stream') {
      const text = `turn-${index + 1} ${step.runMs}`;
      const result = step.kind === 'send' ? chat.send(text) : chat.stream(text).finalTask();
      outcomes.push(
        result.then(
          (task) => [text, task.result],
          (error) => [text, error],
        ),
      );
    } else if (step.kind === 'fault') breakTurn(mock, step.fault);
    else others.push(act(chat, step.kind, index).catch((error: unknown) => error));
  }
  const settled = await Promise.all(outcomes);
  await Promise.all(others);
  const posts = mock.requestsTo('streamTurn').map(({ body }) => (body as { input: { text: string } }).input.text);
  return { outcomes: settled, posts };
}

function breakTurn(mock: ReturnType<typeof createMockXpander>, fault: Fault): void {
  const operation = 'streamTurn';
  if (fault === 'lost') mock.drop({ operation, at: 'after-accept' });
  if (fault === 'page') mock.fail({ operation, status: 502, at: 'after-accept' });
  if (fault === 'cut') mock.drop({ operation, at: 'mid-stream', afterEvents: 3 });
  if (fault === 'silent') mock.stall({ operation, at: 'mid-stream', afterEvents: 4, forMs: 500_000 });
  if (fault === 'late events') mock.stall({ operation, at: 'mid-stream', forMs: 3_000 });
}

function act(chat: Conversation, kind: 'queue' | 'steer' | 'interrupt' | 'stop', index: number): Promise<unknown> {
  return kind === 'stop' ? chat.stop({ clearQueue: true }) : chat.message(`message-${index} 500`, { mode: kind });
}

const kindsOfEnds = [TaskFailedError, TurnReplacedError, AmbiguousInvocationError];

it('gives each turn its own answer or a typed error, and sends no turn twice, whatever happens', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ weight: 3, arbitrary: turn }, { weight: 2, arbitrary: other }, fault), { maxLength: 10 }),
      fc.constantFrom('before' as const, 'after' as const, 'alone' as const),
      async (steps, turnEnd) => {
        const { outcomes, posts } = await play(steps, turnEnd);
        for (const [text, outcome] of outcomes) {
          const isOwn = outcome === `Answer to ${text}`;
          const isTyped = kindsOfEnds.some((kind) => outcome instanceof kind);
          expect([text, isOwn || isTyped || outcome]).toEqual([text, true]);
        }
        expect(posts).toEqual([...new Set(posts)]);
      },
    ),
    { numRuns: 150 },
  );
});

it('gives each turn its own answer while nothing but turns and faults happen', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(turn, fault), { maxLength: 8 }), async (steps) => {
      const { outcomes } = await play(steps, 'before');
      for (const [text, outcome] of outcomes) expect(outcome).toBe(`Answer to ${text}`);
    }),
    { numRuns: 100 },
  );
});
