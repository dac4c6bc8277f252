import { type Command, InvalidArgumentError } from 'commander';
import { parseDuration } from '../input/duration.ts';

/** Adds the options that every command has. */
export function withCommonOptions(command: Command): Command {
  return command.option('--json', 'print JSON, errors too').option('--quiet', 'print no progress');
}

/** Adds the options of commands that call the API. */
export function withClientOptions(command: Command): Command {
  return withCommonOptions(command)
    .option('--verbose', 'print method, path, status and time of each request')
    .option('--api-key-file <file>', 'read the API key from a file')
    .option('--api-key-stdin', 'read the API key from the standard input');
}

/** Adds the options of commands that wait for a run. */
export function withWaitOptions(command: Command): Command {
  return command
    .option(
      '--deadline <time>',
      'how long to wait: 90s, 10m, 1h30m, 0 for no limit (default 10m)',
      duration('--deadline'),
    )
    .option('--on-paused <action>', 'if a person is needed: "fail" or "wait" (default "fail")', oneOf('fail', 'wait'))
    .option('--stop-on-interrupt', 'stop the run on Ctrl-C; by default it goes on');
}

export function duration(option: string): (text: string) => number {
  return (text) => parseDuration(option, text);
}

/** A parser for an option with a few values. */
export function oneOf(...values: readonly string[]): (value: string) => string {
  return (value) => {
    if (values.includes(value)) return value;
    throw new InvalidArgumentError(`Allowed choices are ${values.join(', ')}.`);
  };
}

/** A parser for a whole number. */
export function wholeNumber(min: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min) return value;
    throw new InvalidArgumentError(`It must be a whole number of at least ${min}.`);
  };
}

/** A parser for an option that can be given several times. */
export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

/** Shows commands to copy below the help. Each of them runs as it stands. */
export function withExamples(command: Command, ...examples: readonly string[]): Command {
  return command.addHelpText('after', ['', 'Examples:', ...examples.map((example) => `  $ ${example}`)].join('\n'));
}
