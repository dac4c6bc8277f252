import { createMockXpander, type MockXpander } from '@xpander/mock';
import type { Route } from './site/routes.ts';

/** The requests that arrived about one route. */
export interface Counts {
  readonly posts: number;
  readonly gets: number;
}

/** The id of the agent of docs/next.md. */
export const documentedAgent = 'documented';

/** The API over HTTP, with an agent for each route. */
export interface Api {
  readonly url: string;
  /** Returns the requests about a route that came before the last call of `mark`, and after it. */
  count(path: string): { readonly before: Counts; readonly after: Counts };
  mark(): void;
  close(): Promise<void>;
}

export async function openApi(routes: readonly Route[]): Promise<Api> {
  const agent = async ({ sleep }: { sleep(ms: number): Promise<unknown> }): Promise<string> => {
    // Long enough for more than one poll.
    await sleep(250);
    return 'done';
  };
  let reports = 0;
  const reporter = (): string => {
    reports += 1;
    return `Report ${reports}`;
  };
  const agents = { ...Object.fromEntries(routes.map(({ path }) => [path, agent])), [documentedAgent]: reporter };
  const mock = createMockXpander({ agents, clock: 'real' });
  const { url, close } = await mock.listen({ port: 0 });
  let marked = 0;
  return {
    url,
    mark: () => {
      marked = mock.requests.length;
    },
    count: (path) => {
      const toCounts = (requests: MockXpander['requests']): Counts => {
        const own = requests.filter((request) => agentOf(mock, request.path) === path);
        const posts = own.filter(({ method }) => method === 'POST').length;
        return { posts, gets: own.length - posts };
      };
      return { before: toCounts(mock.requests.slice(0, marked)), after: toCounts(mock.requests.slice(marked)) };
    },
    close,
  };
}

function agentOf(mock: MockXpander, path: string): string | undefined {
  const [, , kind, id = ''] = path.split('/').map(decodeURIComponent);
  return kind === 'agents' ? id : (mock.tasks.find((task) => task.id === id)?.agent_id ?? undefined);
}
