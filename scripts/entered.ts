import { Session } from 'node:inspector/promises';
import { pathToFileURL } from 'node:url';

/**
 * Counts the files and functions of the SDK's source that one call of a verb enters, by V8's precise coverage: how far a
 * reader has to follow it.
 *
 *   pnpm entered [folder of another checkout]
 */
const root = pathToFileURL(`${process.argv[2] ?? process.cwd()}/`);
const source = new URL('packages/sdk/src/', root);

/** As much of the SDK as is called here, so that another version can be counted too. */
interface Client {
  readonly agents: {
    run(agentId: string, request: string, options: object): Promise<unknown>;
    runMany(agentId: string, requests: readonly string[], options: object): AsyncIterable<{ error?: unknown }>;
  };
  readonly tasks: { wait(task: string, options: object): Promise<unknown> };
}
const { Xpander } = (await import(new URL('index.ts', source).href)) as { Xpander: new (options: object) => Client };

const pending = { id: 'task-1', status: 'pending', input: { text: 'hi' } };
const completed = { ...pending, status: 'completed', result: 'done' };
const fetch = async ({ method, url }: Request): Promise<Response> => {
  if (method === 'POST') return Response.json(pending);
  return Response.json(url.includes('/tasks?') ? { items: [completed], total: 1 } : completed);
};
const { agents, tasks } = new Xpander({ apiKey: 'key', fetch });
const options = { pollIntervalMs: 50 };

const verbs: Readonly<Record<string, () => Promise<unknown>>> = {
  run: () => agents.run('agent-1', 'hi', options),
  'tasks.wait': () => tasks.wait('task-1', options),
  runMany: async () => {
    for await (const { error } of agents.runMany('agent-1', ['hi'], options)) if (error) throw error;
  },
};

const session = new Session();
session.connect();
await session.post('Profiler.enable');
for (const [name, call] of Object.entries(verbs)) {
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  await call();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  await session.post('Profiler.stopPreciseCoverage');
  const counts = result
    .filter(({ url }) => url.startsWith(source.href))
    .map(({ functions }) => functions.filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0).length)
    .filter((count) => count > 0);
  console.log(`${name}: ${counts.length} files, ${counts.reduce((sum, count) => sum + count, 0)} functions`);
}
session.disconnect();
