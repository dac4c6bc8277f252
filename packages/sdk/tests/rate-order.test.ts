import { describe, expect, it } from 'vitest';
import { createLoad } from './load-support.ts';
import { agentId } from './support.ts';

const rateLimit = { requests: 100, perMs: 60_000 };

describe('under a tight rate limit', () => {
  it('the pages of one read of the list follow each other', async () => {
    const load = createLoad(rateLimit, { rateLimit });
    const { xpander, mock } = load;
    const others = load.client({ apiKey: 'others', rateLimit: 'off', fetch: mock.fetch });
    const started = await Promise.all(
      Array.from({ length: 180 }, (_, index) => others.agents.invokeAsync(agentId, `w${index} 60000`)),
    );
    const before = mock.requests.length;
    const runs = Array.from({ length: 60 }, (_, index) => xpander.agents.run(agentId, `r${index} 1000`));
    const waits = started.map((task) => xpander.tasks.wait(task, { deadlineMs: 0 }));
    await Promise.all([...runs, ...waits]);
    const sent = mock.requests.slice(before);
    const pages = sent.flatMap(({ query }, index) => (query.page === undefined || query.page === '1' ? [] : [index]));
    expect(pages.length).toBeGreaterThan(3);
    const gapsMs = pages.map((index) => (sent[index]?.at ?? 0) - lastListRead(sent.slice(0, index)));
    expect(Math.max(...gapsMs)).toBeLessThan(5_000);
  });
});

function lastListRead(sent: readonly { readonly path: string; readonly at: number }[]): number {
  return sent.filter(({ path }) => path === '/v1/tasks').at(-1)?.at ?? 0;
}
