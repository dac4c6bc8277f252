import { homedir } from 'node:os';
import { join } from 'node:path';

const name = 'xpander-agent';

/** Where this program keeps what can be lost. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  return join(
    env.XDG_CACHE_HOME || (process.platform === 'win32' && env.LOCALAPPDATA) || join(homeOf(env), '.cache'),
    name,
  );
}

/** Where this program keeps its history. */
export function stateFolder(env: NodeJS.ProcessEnv): string {
  const fallback = join(homeOf(env), '.local', 'state');
  return join(env.XDG_STATE_HOME || (process.platform === 'win32' && env.LOCALAPPDATA) || fallback, name);
}

export function homeOf(env: NodeJS.ProcessEnv): string {
  return env.HOME || homedir();
}
