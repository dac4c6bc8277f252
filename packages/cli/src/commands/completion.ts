import type { Command } from 'commander';
import { findAgents } from '../completion/agent-cache.ts';
import { completeWords } from '../completion/complete-words.ts';
import { installScript, type Shell, shellScript } from '../completion/shell-script.ts';
import type { Session } from '../session.ts';
import type { RecordCall } from './types.ts';

interface CompletionCall extends RecordCall<{ readonly install?: boolean }> {
  readonly shell: Shell;
}

/** Prints the script of a shell, or installs it. */
export async function printCompletion({ shell, options, session }: CompletionCall): Promise<void> {
  if (!options.install) return session.print(shellScript(shell));
  const { file, todo } = await installScript(shell, session.env);
  await (session.isJson ? session.printJson({ file }) : session.print(`${file}\n`));
  if (!options.quiet) session.note(todo);
}

/** Prints what may come next. Called by the script of a shell at each TAB. */
export async function complete(program: Command, words: readonly string[], session: Session): Promise<void> {
  const lines = completeWords(program, [...words], await findAgents(session.env));
  await session.print(`${lines.join('\n')}\n`);
}
