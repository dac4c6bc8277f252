import type { World } from './world.ts';

/** A way to learn when runs end. */
export interface Strategy {
  readonly name: string;
  /** Runs all questions, `concurrency` at a time, and calls `learned` with each answer when it arrives. */
  runMany?(world: World, concurrency: number, learned: (answer: string) => void): Promise<void>;
  /** Waits for tasks that are running already. */
  waitAll?(world: World, ids: readonly string[], learned: (answer: string) => void): Promise<void>;
}

const noDeadline = { deadlineMs: 0 } as const;

export const ours: Strategy = {
  name: '**ours**',
  async runMany({ xpander, agentId, questions }, concurrency, learned) {
    for await (const { task } of xpander.agents.runMany(agentId, questions, { ...noDeadline, concurrency }))
      learned(task?.result ?? '');
  },
  async waitAll({ xpander }, ids, learned) {
    for await (const { task } of xpander.tasks.waitAll(ids, noDeadline)) learned(task?.result ?? '');
  },
};

export const ourSummaries: Strategy = {
  name: '**ours**, `detail: "summary"`',
  async runMany({ xpander, agentId, questions }, concurrency, learned) {
    const options = { ...noDeadline, concurrency, detail: 'summary' } as const;
    for await (const { task } of xpander.agents.runMany(agentId, questions, options)) learned(task?.result ?? '');
  },
  async waitAll({ xpander }, ids, learned) {
    const options = { ...noDeadline, detail: 'summary' } as const;
    for await (const { task } of xpander.tasks.waitAll(ids, options)) learned(task?.result ?? '');
  },
};

export const ourStreams: Strategy = {
  name: '**ours**, `via: "stream"`',
  async runMany({ xpander, agentId, questions }, concurrency, learned) {
    const options = { ...noDeadline, concurrency, via: 'stream' } as const;
    for await (const { task } of xpander.agents.runMany(agentId, questions, options)) learned(task?.result ?? '');
  },
};

/** Polls each run separately, with our schedule or another one. */
export function alone(name: string, pollIntervalMs?: number | ((ageMs: number) => number)): Strategy {
  const options = { ...noDeadline, ...(pollIntervalMs !== undefined && { pollIntervalMs }) };
  return {
    name,
    runMany: ({ xpander, agentId, questions }, concurrency, learned) =>
      inPool(questions, concurrency, async (question) => {
        learned((await xpander.agents.run(agentId, question, options)).result ?? '');
      }),
    waitAll: ({ xpander }, ids, learned) =>
      inPool(ids, ids.length, async (id) => {
        learned((await xpander.tasks.wait(id, options)).result ?? '');
      }),
  };
}

/** Polls in a loop with a fixed pause, as other clients and the API's documentation do. */
export function fixedLoop(name: string, pauseMs: number): Strategy {
  const poll = async ({ xpander, clock }: World, id: string): Promise<string> => {
    for (;;) {
      const { status, result } = await xpander.tasks.get(id);
      if (status === 'completed') return result ?? '';
      await clock.sleep(pauseMs);
    }
  };
  return {
    name,
    runMany: (world, concurrency, learned) =>
      inPool(world.questions, concurrency, async (question) => {
        const { id } = await world.xpander.agents.invokeAsync(world.agentId, question);
        learned(await poll(world, id));
      }),
    waitAll: (world, ids, learned) =>
      inPool(ids, ids.length, async (id) => {
        learned(await poll(world, id));
      }),
  };
}

/** Holds one request open for each run until it ends. */
export const heldOpen: Strategy = {
  name: 'one request held open per task (langgraph-sdk `runs.wait`)',
  runMany: ({ xpander, agentId, questions }, concurrency, learned) =>
    inPool(questions, concurrency, async (question) => {
      const options = { ...noDeadline, timeoutMs: 0 };
      learned((await xpander.agents.invoke(agentId, question, options)).result ?? '');
    }),
};

async function inPool<T>(items: readonly T[], size: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const workers = Array.from({ length: Math.min(size, items.length) }, async () => {
    for (const item of rest) await work(item);
  });
  await Promise.all(workers);
}

export const every2s: Strategy = fixedLoop('every 2 s (the vendor’s own loop)', 2_000);
export const every500ms: Strategy = fixedLoop('every 0.5 s (replicate, @fal-ai/client)', 500);
export const every5s: Strategy = fixedLoop('every 5 s (openai)', 5_000);
