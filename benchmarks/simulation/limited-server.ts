import { createMockXpander } from '@xpander/mock';
import { Xpander, type XpanderOptions } from '@xpander/sdk';

export const agentId = 'agent';
export const documentedLimit = { requests: 100, perMs: 60_000 } as const;

/** The emulator behind a server that counts the requests of the last minute, as the documented limit does. */
export interface LimitedServer {
  readonly clock: { now(): number; sleep(ms: number, signal?: AbortSignal): Promise<void> };
  /** How many requests it received, and how many of them it refused. */
  counts(): { readonly requests: number; readonly refused: number };
  /** Creates a client of it. */
  client(options: XpanderOptions): Xpander;
  /** Creates a client of the emulator behind it, whose requests it does not count. */
  uncounted(): Xpander;
}

/** The agent runs for the milliseconds that the request names. */
export function createLimitedServer(hasHeaders = false): LimitedServer {
  const mock = createMockXpander({
    agents: {
      [agentId]: async ({ text, sleep }) => {
        await sleep(Number(text));
        return 'done';
      },
    },
  });
  const { clock } = mock;
  const counted: number[] = [];
  let requests = 0;
  let refused = 0;

  const fetch = async (request: Request): Promise<Response> => {
    const nowMs = clock.now();
    requests += 1;
    while ((counted[0] ?? Number.POSITIVE_INFINITY) + documentedLimit.perMs <= nowMs) counted.shift();
    const isRefused = counted.length >= documentedLimit.requests;
    if (isRefused) refused += 1;
    else counted.push(nowMs);
    const refusal = { detail: 'Rate limit exceeded' };
    const response = isRefused ? Response.json(refusal, { status: 429 }) : await mock.fetch(request);
    if (!hasHeaders) return response;
    response.headers.set('x-ratelimit-limit', String(documentedLimit.requests));
    response.headers.set('x-ratelimit-remaining', String(documentedLimit.requests - counted.length));
    const resetMs = (counted[0] ?? nowMs) + documentedLimit.perMs;
    response.headers.set('x-ratelimit-reset', String(Math.ceil(resetMs / 1_000)));
    return response;
  };

  return {
    clock,
    counts: () => ({ requests, refused }),
    client: (options) => new Xpander({ apiKey: 'ours', fetch, clock, ...options }),
    uncounted: () => new Xpander({ apiKey: 'others', fetch: mock.fetch, clock, rateLimit: 'off' }),
  };
}
