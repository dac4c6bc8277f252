import { type Command as CompletedCommand, RootCommand } from '@bomb.sh/tab';
import type { Command } from 'commander';
import type { KnownAgent } from './agent-cache.ts';
import { collectLog } from './collect-log.ts';

type Offer = (value: string, description: string) => void;

/** Tells the shell to offer names of files. */
const offerFiles = ':0';

/** Returns what may come next on a command line, in the lines that the shell's script reads. */
export function completeWords(program: Command, words: string[], agents: readonly KnownAgent[]): string[] {
  const root = new RootCommand();
  const offerAgents = (offer: Offer): void => {
    for (const { id, name } of agents) offer(id, name);
  };
  addOptions(root, program, offerAgents);
  for (const [path, command] of commandsOf(program)) {
    const completed = root.command(path, command.summary() || command.description().split('\n', 1)[0] || '');
    addOptions(completed, command, offerAgents);
    for (const argument of command.registeredArguments) {
      const name = argument.name();
      const choices = argument.argChoices ?? [];
      const offerChoices = (offer: Offer): void => choices.forEach((choice) => void offer(choice, ''));
      completed.argument(name, name === 'agent' ? offerAgents : offerChoices, argument.variadic);
    }
  }
  const lines = collectLog(() => root.parse(words));
  // The library ends with a line for the shell, which is alone if it has found nothing.
  return lines.length > 1 ? lines : [offerFiles];
}

/** Every visible command with its path, for example `tasks list`. */
function commandsOf(parent: Command, path = ''): [path: string, command: Command][] {
  return parent
    .createHelp()
    .visibleCommands(parent)
    .flatMap((command) => {
      const own = path === '' ? command.name() : `${path} ${command.name()}`;
      return [[own, command] as [string, Command], ...commandsOf(command, own)];
    });
}

function addOptions(completed: CompletedCommand, command: Command, offerAgents: (offer: Offer) => void): void {
  for (const option of command.createHelp().visibleOptions(command)) {
    const name = option.long?.slice(2);
    if (name === undefined) continue;
    const takesValue = option.required || option.optional;
    if (!takesValue) completed.option(name, option.description);
    else completed.option(name, option.description, name === 'agent' ? offerAgents : () => {});
  }
}
