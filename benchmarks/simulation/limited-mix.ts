import { agentId, createLimitedServer, documentedLimit } from './limited-server.ts';

const minute = 60_000;

/** How the calls of different kinds ended that shared the limit. */
export interface MixedResult {
  readonly kind: string;
  readonly calls: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Waits on long tasks, threads in turns, and a batch: all by one client, under one limit. */
export async function measureMix(): Promise<MixedResult[]> {
  const server = createLimitedServer();
  const xpander = server.client({ rateLimit: documentedLimit });
  const agent = xpander.agent(agentId, { deadlineMs: 0 });
  const { clock } = server;
  const startMs = clock.now();
  const ends: Record<'waits' | 'turns' | 'batch', number[]> = { waits: [], turns: [], batch: [] };
  const note = (kind: keyof typeof ends): unknown => ends[kind].push(clock.now() - startMs);
  const ids: string[] = [];
  for (let left = 200; left > 0; left -= 1)
    ids.push((await server.uncounted().agents.invokeAsync(agentId, String(5 * minute))).id);
  const waits = ids.map((id) => xpander.tasks.wait(id, { deadlineMs: 0 }).then(() => note('waits')));
  const threads = Array.from({ length: 20 }, async () => {
    const thread = agent.thread();
    for (let turn = 0; turn < 3; turn += 1) {
      await thread.send('5000');
      note('turns');
    }
  });
  const batch = async (): Promise<void> => {
    const texts = Array.from({ length: 500 }, () => '5000');
    for await (const { error } of agent.runMany(texts, { concurrency: 50 })) if (error === undefined) note('batch');
  };
  await Promise.all([...waits, ...threads, batch()]);
  const names = {
    waits: '200 waits on tasks of 5 minutes',
    turns: '20 threads, 3 turns each',
    batch: '`runMany` of 500',
  };
  return (['waits', 'turns', 'batch'] as const).map((kind) => ({
    kind: names[kind],
    calls: ends[kind].length,
    firstMs: Math.min(...ends[kind]),
    lastMs: Math.max(...ends[kind]),
  }));
}
