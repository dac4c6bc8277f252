import { introduce, openBackend } from './backend.ts';
import { emulatedAgents } from './demo/agents.ts';
import { playOnEmulator, playOnRealApi } from './demo/play.ts';
import { createScreen } from './demo/screen.ts';
import { showPolls } from './demo/stage.ts';
import { explain } from './explain.ts';

const screen = createScreen(process.stdout);

try {
  const backend = await openBackend(emulatedAgents, { hooks: showPolls(screen) });
  screen.line(introduce(backend));
  if (backend.kind === 'api') await playOnRealApi(backend.xpander, backend.agentId, screen);
  else await playOnEmulator({ ...backend, screen }).finally(backend.close);
} catch (error) {
  screen.end();
  console.error(`The demo failed. ${explain(error)}`);
  process.exitCode = 1;
}
