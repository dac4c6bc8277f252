import { describe, expect, it } from 'vitest';
import { ApiError, ConfigurationError, ProtocolError, type TaskQuery } from '../src/index.ts';
import { clientAnswering, collect, html, json, rejection, rejectionOf } from './support.ts';

const page = (ids: string[], more: object = {}): Response =>
  json({ items: ids.map((id) => ({ id, status: 'completed' })), ...more });

describe('tasks.list', () => {
  it('reads one page after another while it is iterated', async () => {
    const counts = { total: 5, per_page: 2, total_pages: 3 };
    const { xpander, received } = clientAnswering([
      page(['a', 'b'], counts),
      page(['c', 'd'], counts),
      page(['e'], counts),
    ]);
    const items = xpander.tasks.list({ per_page: 2, status: 'completed' });
    expect(received).toEqual([]);
    expect((await collect(items)).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(received.map(({ url }) => new URL(url).search)).toEqual([
      '?per_page=2&status=completed&page=1',
      '?per_page=2&status=completed&page=2',
      '?per_page=2&status=completed&page=3',
    ]);
  });

  it('stops reading when the loop is left', async () => {
    const { xpander, received } = clientAnswering([page(['a', 'b'], { total_pages: 9 })]);
    for await (const { id } of xpander.tasks.list()) {
      if (id === 'a') break;
    }
    expect(received).toHaveLength(1);
  });

  it('yields a row once if it moves to another page meanwhile', async () => {
    const { xpander } = clientAnswering([page(['a', 'b'], { total_pages: 2 }), page(['b', 'c'], { total_pages: 2 })]);
    expect((await collect(xpander.tasks.list())).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['an empty page', [page(['a'], { per_page: 1 }), page([], { per_page: 1 })], 2],
    ['a page that is not full', [page(['a', 'b'], { per_page: 2 }), page(['c'], { per_page: 2 })], 2],
    ['an empty list', [page([], { total: 0, total_pages: 0 })], 1],
    ['fewer pages than the server counted', [page(['a'], { total_pages: 5 }), page([], { total_pages: 5 })], 2],
  ])('ends after %s', async (_, answers, requests) => {
    const { xpander, received } = clientAnswering(answers);
    await collect(xpander.tasks.list());
    expect(received).toHaveLength(requests);
  });

  it('detects the last page by the requested size when the server returns no counts', async () => {
    const { xpander, received } = clientAnswering([page(['a', 'b']), page(['c', 'd']), page(['e'])]);
    expect((await collect(xpander.tasks.list({ per_page: 2 }))).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(received).toHaveLength(3);
  });

  it('yields pages, starting with the page of the query', async () => {
    const { xpander, received } = clientAnswering([
      page(['c'], { total: 3, total_pages: 3 }),
      page(['d'], { total: 3, total_pages: 3 }),
    ]);
    const pages = await collect(xpander.tasks.list({ page: 2 }).pages());
    expect(pages.map(({ page: number, total, items }) => [number, total, items.length])).toEqual([
      [2, 3, 1],
      [3, 3, 1],
    ]);
    expect(new URL(received[0]?.url ?? '').search).toBe('?page=2');
  });

  it('returns the first page alone', async () => {
    const { xpander, received } = clientAnswering([page(['a'], { total: 40, total_pages: 2 })]);
    expect(await xpander.tasks.list().firstPage()).toMatchObject({ page: 1, total: 40, items: [{ id: 'a' }] });
    expect(received).toHaveLength(1);
  });

  it('omits filters that are undefined', async () => {
    const { xpander, received } = clientAnswering([page([])]);
    await xpander.tasks.list({ agent_id: undefined, user_id: 'u 1' }).firstPage();
    expect(new URL(received[0]?.url ?? '').search).toBe('?user_id=u%201&page=1');
  });

  it('is retried after a 502, and rejects with a typed error for a 422 or a malformed page', async () => {
    const { xpander, received } = clientAnswering([html(502), page(['a'])]);
    await xpander.tasks.list().firstPage();
    expect(received).toHaveLength(2);
    const refused = clientAnswering([
      json({ detail: [{ loc: ['query', 'per_page'], msg: 'too many', type: 'less_than_equal' }] }, 422),
    ]);
    const error = await rejectionOf(ApiError, refused.xpander.tasks.list({ per_page: 500 }).firstPage());
    expect(error.issues?.[0]?.loc).toEqual(['query', 'per_page']);
    await rejectionOf(
      ProtocolError,
      clientAnswering([json({ rows: [] })])
        .xpander.tasks.list()
        .firstPage(),
    );
  });

  it('rejects an unknown filter and an unknown option before anything is sent', async () => {
    const { xpander, received } = clientAnswering([page([])]);
    const error = await rejectionOf(
      ConfigurationError,
      xpander.tasks.list({ agentId: 'a-1' } as TaskQuery).firstPage(),
    );
    expect(error.hint).toContain('agent_id');
    await rejectionOf(ConfigurationError, xpander.tasks.list({}, { deadlineMs: 1 } as never).firstPage());
    expect(received).toEqual([]);
  });

  it('rejects with the reason of an abort', async () => {
    const controller = new AbortController();
    const { xpander } = clientAnswering([page(['a', 'b'], { total_pages: 2 })]);
    const reading = collect(
      (async function* () {
        for await (const item of xpander.tasks.list({}, { signal: controller.signal })) {
          controller.abort('enough');
          yield item;
        }
      })(),
    );
    expect(await rejection(reading)).toBe('enough');
  });
});

describe('agents', () => {
  it('are listed and read', async () => {
    const { xpander, received } = clientAnswering([
      json({ items: [{ id: 'a-1', name: 'Analyst' }], total_pages: 1 }),
      json({ id: 'a-1', name: 'Analyst' }),
    ]);
    expect((await collect(xpander.agents.list({ per_page: 5 })))[0]?.name).toBe('Analyst');
    expect((await xpander.agent('a-1', { deadlineMs: 5_000 }).get()).name).toBe('Analyst');
    expect(received.map(({ path }) => path)).toEqual(['/v1/agents', '/v1/agents/a-1']);
  });
});
