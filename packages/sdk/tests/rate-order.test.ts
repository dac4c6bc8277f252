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

  it('a read that queues goes first once the list shows the end of its task', async () => {
    const { xpander, clock, mock, endsMs } = createLoad(rateLimit, { rateLimit });
    mock.fail({ operation: 'listTasks', status: 503, body: {}, times: 1 });
    const startMs = clock.now();
    const runs = ['a 4000', 'b 4000', 'c 4000'].map((text) => xpander.agents.run(agentId, text));
    const reads = Array.from({ length: 300 }, () => xpander.tasks.get('none').catch(() => 0));
    await clock.sleep(10_000);
    const late = xpander.agents.run(agentId, 'd 60000');
    await Promise.all(runs);
    expect(endsMs.get('a')).toBeLessThan(startMs + 10_000);
    expect(clock.now() - startMs).toBeLessThan(60_000);
    await Promise.all([...reads, late]);
  });

  it('the reads of ends that queue do not turn a run away that fits behind them', async () => {
    const load = createLoad(rateLimit, { rateLimit });
    const others = load.client({ apiKey: 'others', rateLimit: 'off', fetch: load.mock.fetch });
    const started = await Promise.all(
      Array.from({ length: 100 }, (_, index) => others.agents.invokeAsync(agentId, `w${index} 10000`)),
    );
    const waits = started.map((task) => load.xpander.tasks.wait(task, { deadlineMs: 100_000 }));
    await load.clock.sleep(14_000);
    const { result } = await load.xpander.agents.run(agentId, 'fits 1000', { deadlineMs: 90_000 });
    expect(result).toBe('answer to fits');
    expect(await Promise.all(waits)).toHaveLength(100);
  });

  it('a turn that looks at its thread first takes one place among the starts', async () => {
    const { xpander, mock } = createLoad(rateLimit, { rateLimit });
    const thread = xpander.agent(agentId).thread();
    const { id } = await thread.send('first 100');
    const before = mock.requests.length;
    const reads = Array.from({ length: 200 }, () => xpander.tasks.get('none').catch(() => 0));
    const starts = Array.from({ length: 30 }, () => xpander.agents.invokeAsync(agentId, 'other 100'));
    const turn = thread.send('second 100');
    const late = Array.from({ length: 30 }, () => xpander.agents.invokeAsync(agentId, 'late 100'));
    await turn;
    const kinds = mock.requests.slice(before).map(({ path, method, body }) => {
      if (path === `/v1/tasks/${id}`) return 'look';
      const { input } = (body ?? {}) as { input?: { text?: string } };
      return method === 'POST' ? input?.text?.split(' ')[0] : 'read';
    });
    expect(kinds.indexOf('second')).toBe(kinds.indexOf('look') + 1);
    expect(kinds.slice(0, kinds.indexOf('look')).filter((kind) => kind === 'other')).toHaveLength(30);
    expect(kinds.slice(0, kinds.indexOf('second'))).not.toContain('late');
    await Promise.all([...reads, ...starts, ...late]);
  });
});

function lastListRead(sent: readonly { readonly path: string; readonly at: number }[]): number {
  return sent.filter(({ path }) => path === '/v1/tasks').at(-1)?.at ?? 0;
}
