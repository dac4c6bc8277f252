import { Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import type { Session } from '../session.ts';
import { addRecordCommands } from './record-commands.ts';
import { addRunCommands } from './run-commands.ts';
import { addToolCommands } from './tool-commands.ts';

const summary = `Run xpander.ai agents from a terminal and from scripts.

The result goes to the standard output, everything else to the standard error. This program is independent: it is not a product of xpander.ai.`;

const environment = `
Environment:
  XPANDER_API_KEY   the API key
  XPANDER_API_URL   the URL of the API (default https://api.xpander.ai)
  XPANDER_AGENT_ID  the default agent

Try it without an account:
  $ xpander-agent mock`;

/** Declares all commands. What they do is loaded when they are called. */
export function createProgram(session: Session): Command {
  const program = new Command('xpander-agent')
    .description(summary)
    .version(packageJson.version, '-v, --version', 'show the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show the help of a command')
    .exitOverride()
    .configureOutput({
      // The caller reports errors, in one form for all of them.
      outputError: () => {},
      // The help beside an error. With `--json` the error is alone.
      writeErr: session.isJson ? () => {} : session.printError,
    })
    .configureHelp({ showGlobalOptions: false })
    .addHelpText('after', environment);
  addRunCommands(program, session);
  addRecordCommands(program, session);
  addToolCommands(program, session);
  return program;
}
