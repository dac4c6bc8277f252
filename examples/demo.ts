import { createMockXpander } from '@xpander/mock';
import { type Hooks, Xpander } from '@xpander/sdk';
import { explain } from './demo/explain.ts';
import { emulatedAgents, playOnEmulator, playOnRealApi } from './demo/scenes.ts';
import { createScreen } from './demo/screen.ts';

const screen = createScreen(process.stdout);
const hooks: Hooks = {
  onPoll: ({ attempt, delayMs = 0 }) =>
    screen.progress(`   polling … look ${attempt} in ${(delayMs / 1000).toFixed(1)} s`),
};
const { XPANDER_API_KEY, XPANDER_AGENT_ID, XPANDER_API_URL } = process.env;

try {
  if (XPANDER_API_KEY && XPANDER_AGENT_ID) await onRealApi(XPANDER_AGENT_ID);
  else await onEmulator();
} catch (error) {
  screen.end();
  console.error(`The demo failed. ${explain(error)}`);
  process.exitCode = 1;
}

async function onRealApi(agentId: string): Promise<void> {
  screen.line(
    `Talking to the real API at ${XPANDER_API_URL || 'https://api.xpander.ai'}, agent ${agentId}: these runs count.`,
  );
  await playOnRealApi(new Xpander({ hooks }), agentId, screen);
}

async function onEmulator(): Promise<void> {
  const mock = createMockXpander({ agents: emulatedAgents, clock: 'real' });
  const server = await mock.listen({ port: 0 });
  try {
    screen.line(`Talking to a local emulator at ${server.url}.`);
    screen.line('Set XPANDER_API_KEY and XPANDER_AGENT_ID to talk to the real API instead.');
    await playOnEmulator(new Xpander({ apiKey: 'demo', baseUrl: server.url, hooks }), mock, screen);
  } finally {
    await server.close();
  }
}
