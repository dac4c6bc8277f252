import { createMockXpander, type MockXpander, type Script } from '@xpander/mock';
import { Xpander, type XpanderOptions } from '@xpander/sdk';

/** Where an example's agents run: behind the real API, or in an emulator on this machine. */
export type Backend =
  | { readonly kind: 'api'; readonly url: string; readonly agentId: string; readonly xpander: Xpander }
  | {
      readonly kind: 'emulator';
      readonly url: string;
      readonly mock: MockXpander;
      readonly xpander: Xpander;
      /** Creates another client of the emulator. These options come before those of `openBackend`. */
      connect(options?: XpanderOptions): Xpander;
      close(): Promise<void>;
    };

/** The real API if a key and an agent id are set. Otherwise an emulator that plays these agents. */
export async function openBackend(
  agents: Readonly<Record<string, Script>>,
  options: XpanderOptions = {},
): Promise<Backend> {
  const { XPANDER_API_KEY, XPANDER_AGENT_ID, XPANDER_API_URL } = process.env;
  if (XPANDER_API_KEY && XPANDER_AGENT_ID) {
    const url = XPANDER_API_URL || 'https://api.xpander.ai';
    return { kind: 'api', url, agentId: XPANDER_AGENT_ID, xpander: new Xpander(options) };
  }
  const mock = createMockXpander({ agents, clock: 'real' });
  const { url, close } = await mock.listen({ port: 0 });
  const connect = (more?: XpanderOptions): Xpander =>
    new Xpander({ apiKey: 'demo', baseUrl: url, ...options, ...more });
  return { kind: 'emulator', url, mock, xpander: connect(), connect, close };
}

/** Says where the runs go, and what they cost. */
export function introduce(backend: Backend): string {
  if (backend.kind === 'api') {
    return `Talking to the real API at ${backend.url}, agent ${backend.agentId}: these runs count.`;
  }
  return `Talking to a local emulator at ${backend.url}.\nSet XPANDER_API_KEY and XPANDER_AGENT_ID to talk to the real API instead.`;
}
