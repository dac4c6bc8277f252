import type { Hooks } from '@xpander/sdk';
import { introduce, openBackend } from './backend.ts';
import { emulatedAgents, playOnEmulator, playOnRealApi } from './demo/scenes.ts';
import { createScreen } from './demo/screen.ts';
import { explain } from './explain.ts';

const screen = createScreen(process.stdout);
const hooks: Hooks = {
  onPoll: ({ attempt, delayMs = 0 }) =>
    screen.progress(`   polling … look ${attempt} in ${(delayMs / 1000).toFixed(1)} s`),
};

try {
  const backend = await openBackend(emulatedAgents, hooks);
  screen.line(introduce(backend));
  if (backend.kind === 'api') await playOnRealApi(backend.xpander, backend.agentId, screen);
  else await playOnEmulator(backend.xpander, backend.mock, screen).finally(backend.close);
} catch (error) {
  screen.end();
  console.error(`The demo failed. ${explain(error)}`);
  process.exitCode = 1;
}
