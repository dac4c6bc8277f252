import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { script } from '@bomb.sh/tab';
import { homeOf } from '../input/own-folders.ts';
import { bashScript } from './bash-script.ts';
import { collectLog } from './collect-log.ts';

export type Shell = 'bash' | 'zsh' | 'fish';

const program = 'xpander-agent';

/** The script that makes a shell ask this program for completions. */
export function shellScript(shell: Shell): string {
  if (shell === 'bash') return bashScript(program);
  const lines = collectLog(() => script(shell, program, program));
  return `${lines.join('\n').trimEnd()}\n`;
}

/** Where a script was written, and what is left to do. */
export interface Installed {
  readonly file: string;
  readonly todo: string;
}

/** Writes the script to where the shell looks for the user's own completions. */
export async function installScript(shell: Shell, env: NodeJS.ProcessEnv): Promise<Installed> {
  const { file, todo } = placeOf(shell, env);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, shellScript(shell));
  return { file, todo };
}

function placeOf(shell: Shell, env: NodeJS.ProcessEnv): Installed {
  const data = env.XDG_DATA_HOME || join(homeOf(env), '.local', 'share');
  const config = env.XDG_CONFIG_HOME || join(homeOf(env), '.config');
  if (shell === 'fish')
    return { file: join(config, 'fish', 'completions', `${program}.fish`), todo: 'Open another shell.' };
  if (shell === 'bash') {
    const file = join(data, 'bash-completion', 'completions', program);
    return { file, todo: 'Open another shell. It needs the package bash-completion.' };
  }
  const folder = join(data, 'zsh', 'site-functions');
  const todo = `Add to ~/.zshrc, before compinit: fpath=(${folder} $fpath)`;
  return { file: join(folder, `_${program}`), todo };
}
