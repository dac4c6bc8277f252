import { appendFile, chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stateFolder } from '../input/own-folders.ts';

/** The lines that were typed in earlier chats. */
export interface History {
  /** The latest first, as readline takes them. */
  readonly lines: string[];
  add(line: string): Promise<void>;
}

const longest = 1_000;
const ownerOnly = 0o600;

export const noHistory: History = { lines: [], add: async () => {} };

/** Opens the history, which only its owner can read. Without a place to write, the chat has none. */
export async function openHistory(env: NodeJS.ProcessEnv): Promise<History> {
  const folder = stateFolder(env);
  const file = join(folder, 'history');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const content = await readFile(file, 'utf8').catch(() => '');
    const lines = content
      .split('\n')
      .filter((line) => line !== '')
      .slice(-longest);
    await writeFile(file, lines.map((line) => `${line}\n`).join(''), { mode: ownerOnly });
    // The mode of an existing file is not changed by writing it.
    await chmod(file, ownerOnly);
    return {
      lines: lines.reverse(),
      add: (line) => appendFile(file, `${line}\n`, { mode: ownerOnly }).catch(() => {}),
    };
  } catch {
    return noHistory;
  }
}
