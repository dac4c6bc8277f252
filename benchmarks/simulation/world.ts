import { createMockXpander } from '@xpander/mock';
import { Xpander } from '@xpander/sdk';

/** The emulator on its virtual clock, with an agent that takes the time that a question names. */
export interface World {
  readonly xpander: Xpander;
  readonly agentId: string;
  readonly clock: { now(): number; sleep(ms: number, signal?: AbortSignal): Promise<void> };
  /** The questions for the agent, each with its own duration. */
  readonly questions: readonly string[];
  /** How many requests the client has sent. */
  requests(): number;
  /** Starts all questions, uncounted, and returns the ids of their tasks. */
  begin(): Promise<string[]>;
  /** The time between the end of the run with this answer and now. */
  lagMs(answer: string): number;
  close(): void;
}

export interface WorldOptions {
  readonly durationsMs: readonly number[];
  /** The client's budget. */
  readonly perMinute?: number | undefined;
  /** How often runs of others change in each minute, in the same list. */
  readonly foreignPerMinute?: number | undefined;
  /** Whether lists come in an order that says nothing. */
  readonly isListShuffled?: boolean | undefined;
}

const agentId = 'agent';

export function createWorld({ durationsMs, perMinute, foreignPerMinute, isListShuffled }: WorldOptions): World {
  const endedMs = new Map<string, number>();
  const mock = createMockXpander({
    agents: {
      [agentId]: async ({ text, sleep }) => {
        const [name = '', ms] = text.split(' ');
        await sleep(Number(ms));
        endedMs.set(name, mock.clock.now());
        return name;
      },
    },
  });
  const { clock } = mock;
  let requests = 0;
  const fetch = async (request: Request): Promise<Response> => {
    requests += 1;
    const response = await mock.fetch(request);
    return isListShuffled && new URL(request.url).pathname === '/v1/tasks' ? shuffled(response) : response;
  };
  const budget = perMinute === undefined ? {} : { rateLimit: { requests: perMinute, perMs: 60_000 } };
  const others = new Xpander({ apiKey: 'others', fetch: mock.fetch, clock });
  const closing = new AbortController();
  if (foreignPerMinute !== undefined) void disturb(others, clock, foreignPerMinute, closing.signal);
  const questions = durationsMs.map((ms, index) => `q${index} ${ms}`);

  return {
    xpander: new Xpander({ apiKey: 'ours', fetch, clock, ...budget }),
    agentId,
    clock,
    questions,
    requests: () => requests,
    async begin() {
      const ids: string[] = [];
      for (const question of questions) ids.push((await others.agents.invokeAsync(agentId, question)).id);
      return ids;
    },
    lagMs: (answer) => clock.now() - (endedMs.get(answer) ?? Number.NaN),
    close: () => closing.abort(),
  };
}

/** Starts runs of another key. Each run updates the list twice: when it starts and when it ends. */
async function disturb(others: Xpander, clock: World['clock'], perMinute: number, signal: AbortSignal): Promise<void> {
  for (let run = 0; !signal.aborted; run += 1) {
    await others.agents.invokeAsync(agentId, `other${run} 5000`);
    await clock.sleep(120_000 / perMinute);
  }
}

async function shuffled(response: Response): Promise<Response> {
  const page = (await response.json()) as { items: { id: string }[] };
  return Response.json({ ...page, items: [...page.items].sort((a, b) => (a.id < b.id ? -1 : 1)) });
}

/** Returns log-normal durations with this median and `sigma`. The same seed gives the same durations. */
export function logNormal(count: number, medianMs: number, sigma: number, seed = 7): number[] {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: count }, () => {
    const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    return Math.round(medianMs * Math.exp(sigma * normal));
  });
}
