import { Argument, type Command } from 'commander';
import type { Session } from '../session.ts';
import { withClientOptions, withCommonOptions, withExamples } from './common-options.ts';

/** Declares the commands around the others. */
export function addToolCommands(program: Command, session: Session): void {
  addMock(program, session);
  addDoctor(program, session);
  addCompletion(program, session);
}

function addMock(program: Command, session: Session): void {
  const mock = program
    .command('mock')
    .summary('run a local emulator of the API')
    .description('Run a local emulator of the API until Ctrl-C, and print the variables that lead to it.')
    .option('--port <number>', 'the port, 0 for any free port (default 4010)')
    .option('--host <name>', 'the address (default 127.0.0.1: this machine only)')
    .option('--agents <file>', 'a module that exports agents: { [agentId]: script } and, optionally, options')
    .option('--verbose', 'print method, path, status and time of each request that arrives');
  withCommonOptions(mock).action(async (options) => {
    const { serveMock } = await import('../commands/mock.ts');
    await serveMock({ options, session });
  });
  withExamples(mock, 'xpander-agent mock --port 0');
}

function addDoctor(program: Command, session: Session): void {
  const doctor = program
    .command('doctor')
    .summary('check the key, the network and the API')
    .description(
      'Check where the API key comes from, DNS, TLS, proxy variables, the clock, the health of the API, and one authorised read. Shows the length of the key, never the key.',
    );
  withClientOptions(doctor).action(async (options) => {
    const { runDoctor } = await import('../commands/doctor.ts');
    await runDoctor({ options, session });
  });
  withExamples(doctor, 'xpander-agent doctor', 'xpander-agent doctor --json');
}

function addCompletion(program: Command, session: Session): void {
  const completion = program
    .command('completion')
    .summary('complete commands, options and agent ids by TAB')
    .description('Print the script that makes a shell complete commands, options and agent ids, or install it.')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish']))
    .option('--install', 'write the script to where the shell looks for it');
  withCommonOptions(completion).action(async (shell, options) => {
    const { printCompletion } = await import('../commands/completion.ts');
    await printCompletion({ shell, options, session });
  });
  withExamples(completion, 'xpander-agent completion bash', 'xpander-agent completion zsh --install');

  // What the script calls.
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .allowUnknownOption()
    .helpOption(false)
    .action(async (words) => {
      const { complete } = await import('../commands/completion.ts');
      await complete(program, words, session);
    });
}
