import type { Command } from 'commander';
import type { Session } from '../session.ts';
import {
  collect,
  oneOf,
  wholeNumber,
  withClientOptions,
  withCommonOptions,
  withExamples,
  withWaitOptions,
} from './common-options.ts';

/** Declares the commands that run agents. */
export function addRunCommands(program: Command, session: Session): void {
  addInvoke(program, session);
  addChat(program, session);
  addBatch(program, session);
}

const defaultAgent = 'default: XPANDER_AGENT_ID';

function addInvoke(program: Command, session: Session): void {
  const command = program
    .command('invoke')
    .summary('run an agent')
    .description(
      'Run an agent and print its result.\n\nThe prompt is the argument, --prompt-file, or the standard input when it is no terminal.\nWith XPANDER_AGENT_ID set, a single argument is the prompt.',
    )
    .argument('[agent]', `the id of the agent (${defaultAgent})`)
    .argument('[prompt]', 'the prompt')
    .option('--agent <id>', 'the agent, in place of the first argument')
    .option('--sync', 'hold one request open until the run ends')
    .option('--stream', 'print the text as it comes; with --json one event a line')
    .option('--async', 'print the id of the task and leave')
    .option('--thread <id>', 'continue the thread of an earlier task')
    .option('--once <key>', 'run once for this key: a repeated command finds the first run');
  withRequestOptions(command).option(
    '--on-ambiguous <action>',
    'if the run may have started, but no answer came: "throw", "adopt" or "resend"',
    oneOf('throw', 'adopt', 'resend'),
  );
  withClientOptions(withWaitOptions(command)).action(async (agent, prompt, options) => {
    const { invoke } = await import('../commands/invoke.ts');
    await invoke({ words: toWords(agent, prompt), options, session });
  });
  withExamples(
    command,
    'xpander-agent invoke "$XPANDER_AGENT_ID" "Summarize the news of today"',
    'echo "Summarize the news of today" | xpander-agent invoke --stream',
    'xpander-agent invoke "2+2?" --json --deadline 2m',
    'xpander-agent invoke "Write the report" --async',
  );
}

function addChat(program: Command, session: Session): void {
  const command = program
    .command('chat')
    .summary('talk to an agent')
    .description(
      'Talk to an agent in one thread. Answers come as they are written.\n\nCtrl-C stops the answer; at the prompt, twice, it leaves. A line that ends with \\ goes on in the next one.\n  /exit   leave\n  /id     show the id of the thread\n  /retry  send the last message again\n\nWithout a terminal, each line of the input is a message. With --json, each answer is a task in one line.',
    )
    .argument('[agent]', `the id of the agent (${defaultAgent})`)
    .argument('[prompt]', 'the first message')
    .option('--agent <id>', 'the agent, in place of the first argument')
    .option('--thread <id>', 'continue the thread of an earlier task')
    .option('--no-history', 'neither read nor write the history of the prompt')
    .option('--user <id:email>', 'the user of the run');
  withClientOptions(command).action(async (agent, prompt, options) => {
    const { chat } = await import('../commands/chat.ts');
    await chat({ words: toWords(agent, prompt), options, session });
  });
  withExamples(
    command,
    'xpander-agent chat "$XPANDER_AGENT_ID"',
    'printf "My name is Dana\\nWhat is my name?\\n" | xpander-agent chat --json',
  );
}

function addBatch(program: Command, session: Session): void {
  const command = program
    .command('batch')
    .summary('run each line of a file')
    .description(
      'Run an agent for each line of a .txt or .jsonl file, or each row of a .csv file.\n\nThe results go to --out, one line of JSON each. A batch that was interrupted, or killed, goes on with the same command: no line is lost, and none is run twice. Ctrl-C starts nothing more; a second one leaves at once.\n\nA line of .jsonl is a text, a request, or { "key": …, "request": … }.',
    )
    .helpCommand(false)
    // What follows `status` belongs to it.
    .enablePositionalOptions()
    .argument('[agent]', `the id of the agent (${defaultAgent})`)
    .argument('[file]', 'the file; - is the standard input')
    .option('--agent <id>', 'the agent, in place of the first argument')
    .option(
      '--format <form>',
      'jsonl, csv or txt (default: by the name of the file; txt for -)',
      oneOf('jsonl', 'csv', 'txt'),
    )
    .option('--prompt <text>', 'the prompt for a row of .csv, with {column} for its values')
    .option('--out <file>', 'the file of the results (default: the name of the file with .results.jsonl)')
    .option('--name <name>', 'the name of a new batch; with the same name, a run of an earlier batch is found again')
    .option('--user <id:email>', 'the user of the runs')
    .option('--concurrency <count>', 'how many lines run at the same time (default 10)', wholeNumber(1))
    .option('--rate <count/time>', 'the most requests in a time: 100/min, 2/s, 5000/h (default: as the server allows)')
    .option('--retry-failed', 'run the lines again that have failed')
    .option('--dry-run', 'send nothing; show the number of lines, the time it takes, and the first request');
  withClientOptions(command).action(async (agent, file, options) => {
    const { runBatch } = await import('../commands/batch.ts');
    await runBatch({ words: toWords(agent, file), options, session });
  });
  withExamples(
    command,
    'xpander-agent batch "$XPANDER_AGENT_ID" prompts.txt --dry-run',
    'xpander-agent batch "$XPANDER_AGENT_ID" prompts.txt --out answers.jsonl --rate 100/min',
    'xpander-agent batch "$XPANDER_AGENT_ID" reviews.csv --prompt "Review: {text}"',
    'xpander-agent batch status answers.jsonl',
  );
  addBatchStatus(command, session);
}

function addBatchStatus(batch: Command, session: Session): void {
  const command = batch
    .command('status')
    .description('Show how far a batch is, also while another process works on it.')
    .argument('<out>', 'the file of the results');
  withCommonOptions(command).action(async (out, options) => {
    const { showBatchStatus } = await import('../commands/batch.ts');
    await showBatchStatus({ out, options, session });
  });
  withExamples(command, 'xpander-agent batch status answers.jsonl', 'xpander-agent batch status answers.jsonl --json');
}

function withRequestOptions(command: Command): Command {
  return command
    .option('--prompt-file <file>', 'read the prompt from a file; - is the standard input')
    .option('--file <url>', 'a file to work on; can be repeated', collect)
    .option('--user <id:email>', 'the user of the run')
    .option('--json-schema <file>', 'a JSON Schema that the result must follow')
    .option('--set <path=value>', 'set a field of the request, such as think_mode=harder; can be repeated', collect)
    .option('--request <file>', 'read the whole request from a JSON file');
}

function toWords(...words: readonly (string | undefined)[]): string[] {
  return words.filter((word) => word !== undefined);
}
