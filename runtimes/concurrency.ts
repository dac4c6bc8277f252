import { createMockXpander, type MockXpander, tooManyRequests } from '@xpander/mock';
import { startSharedWorker } from './hosts/workerd.ts';
import type { Visit, Visited } from './probe/in-shared-worker.ts';

/** What concurrent visitors of one worker got. */
export interface Crowd {
  readonly name: string;
  readonly compatibilityDate: string;
  readonly visitors: number;
  readonly answered: number;
  /** The distinct errors of the others. */
  readonly errors: readonly string[];
}

type Ask = (visit: Partial<Visit> & { readonly text: string }, signal?: AbortSignal) => Promise<Visited>;

interface Scenario {
  readonly name: string;
  readonly visit: (
    ask: Ask,
    mock: MockXpander,
  ) => Promise<readonly { readonly asked: string; readonly got: Visited }[]>;
}

const texts = (count: number): string[] => Array.from({ length: count }, (_, index) => `visitor ${index}`);

function askAll(ask: Ask, visits: readonly (Partial<Visit> & { readonly text: string })[]) {
  return Promise.all(visits.map(async (visit) => ({ asked: visit.text, got: await ask(visit) })));
}

const scenarios: readonly Scenario[] = [
  {
    name: '16 requests at once, within a rate limit of 20 a second',
    visit: (ask) =>
      askAll(
        ask,
        texts(16).map((text) => ({ text, rateLimit: { requests: 20, perMs: 1_000 } })),
      ),
  },
  {
    name: '5 requests at once, and one poll gets a 429 with `Retry-After`',
    visit: (ask, mock) => {
      mock.fail({ operation: 'getTask', times: 1, ...tooManyRequests({ retryAfterSeconds: 1 }) });
      return askAll(
        ask,
        texts(5).map((text) => ({ text })),
      );
    },
  },
  {
    name: '4 turns of one thread, sent at once by 4 requests',
    visit: (ask) =>
      askAll(
        ask,
        texts(4).map((text) => ({ text, threadId: 'thread-1' })),
      ),
  },
  {
    name: 'a turn after one whose visitor has gone',
    visit: async (ask, mock) => {
      const visitor = new AbortController();
      const gone = ask({ text: 'gone', threadId: 'thread-2' }, visitor.signal).catch(() => undefined);
      while (mock.requestsTo('invokeAsync').every(({ body }) => !JSON.stringify(body).includes('gone')))
        await pause(20);
      visitor.abort();
      await gone;
      return askAll(ask, [{ text: 'visitor 0', threadId: 'thread-2' }]);
    },
  },
];

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Visits a worker whose client is shared by all requests, with the newest behaviour of workerd and with that of 2024. */
export async function visitSharedWorker(bundle: string): Promise<Crowd[]> {
  const crowds: Crowd[] = [];
  for (const compatibilityDate of ['2024-01-01', '2026-11-01']) {
    const worker = await startSharedWorker(bundle, compatibilityDate);
    for (const { name, visit } of scenarios) {
      const mock = createMockXpander({
        agents: {
          'agent-1': async ({ text, sleep }) => {
            await sleep(500);
            return `answer to ${text}`;
          },
        },
        clock: 'real',
      });
      const server = await mock.listen({ port: 0 });
      const ask: Ask = (own, signal) => {
        const shared = { group: `${name} ${compatibilityDate}`, baseUrl: server.url, apiKey: 'key-of-all' };
        return worker.visit({ ...shared, ...own }, signal);
      };
      const visits = await visit(ask, mock);
      const wrong = visits.filter(({ asked, got }) => got.result !== `answer to ${asked}`);
      const errors = [...new Set(wrong.map(({ got }) => got.error ?? `got ${JSON.stringify(got.result)}`))];
      crowds.push({ name, compatibilityDate, visitors: visits.length, answered: visits.length - wrong.length, errors });
      await server.close();
    }
    await worker.close();
  }
  return crowds;
}

export function toCrowdTable(crowds: readonly Crowd[]): string {
  const rows = crowds.map(
    ({ name, compatibilityDate, visitors, answered, errors }) =>
      `| ${name} | ${compatibilityDate} | ${answered} of ${visitors} | ${errors.join('<br>') || '–'} |`,
  );
  return ['| requests | compatibility date | right answers | errors |', '|---|---|---|---|', ...rows].join('\n');
}
