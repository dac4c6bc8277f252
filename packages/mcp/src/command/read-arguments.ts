import { parseArgs } from 'node:util';

/** What the command line asks for. */
export interface Arguments {
  readonly agents: readonly string[] | 'all';
  readonly limit: number | undefined;
  readonly holdMs: number | undefined;
  readonly heartbeatMs: number | undefined;
  readonly onCancel: 'stop' | 'leave' | undefined;
}

export const help = `Usage: xpander-mcp --agents <id>,<id> | --all [--limit <n>] [options]

Serves xpander.ai agents as tools of an MCP server over standard input and output.

Options:
  --agents <id>,<id>        the agents, each of which becomes a tool
  --all                     all active agents of the key; more than 50 need --limit
  --limit <n>               with --all: serve the first n agents
  --hold-ms <ms>            how long a call waits for an answer before it returns the id of the task (default 50000)
  --heartbeat-ms <ms>       the pause between two progress notifications (default 5000)
  --on-cancel <stop|leave>  what happens to the run of a call that is cancelled (default stop)
  --help                    show this text
  --version                 show the version

Environment:
  XPANDER_API_KEY           the API key (required)
  XPANDER_BASE_URL          the address of the API (default https://api.xpander.ai)`;

const options = {
  agents: { type: 'string', multiple: true },
  all: { type: 'boolean' },
  limit: { type: 'string' },
  'hold-ms': { type: 'string' },
  'heartbeat-ms': { type: 'string' },
  'on-cancel': { type: 'string' },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const;

/** For the message about a misspelt one. */
export const optionNames: string = Object.keys(options)
  .map((name) => `--${name}`)
  .join(', ');

/** Reads the command line. @throws Error whose message names the option and the fix. */
export function readArguments(commandLine: readonly string[]): Arguments | 'help' | 'version' {
  const { values } = parseArgs({
    args: [...commandLine],
    options,
  });
  if (values.help) return 'help';
  if (values.version) return 'version';
  if (values.limit !== undefined && !values.all) throw new Error('--limit needs --all');
  return {
    agents: toAgents(values.agents, values.all),
    limit: toNumber('--limit', values.limit, 1),
    holdMs: toNumber('--hold-ms', values['hold-ms'], 0),
    heartbeatMs: toNumber('--heartbeat-ms', values['heartbeat-ms'], 0),
    onCancel: toOnCancel(values['on-cancel']),
  };
}

function toAgents(lists: readonly string[] | undefined, all: boolean | undefined): Arguments['agents'] {
  const howTo = 'pass --agents <id>,<id> or --all';
  if (lists !== undefined && all) throw new Error(`--agents and --all exclude each other: ${howTo}`);
  if (all) return 'all';
  if (lists === undefined) throw new Error(`No agents are named: ${howTo}`);
  const ids = lists.flatMap((list) => list.split(',')).map((id) => id.trim());
  if (ids.some((id) => id === '')) throw new Error(`--agents has an empty id: ${howTo}`);
  return [...new Set(ids)];
}

function toNumber(option: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text) || Number(text) < least)
    throw new Error(`${option} must be a whole number from ${least} to 999999999; got "${text}"`);
  return Number(text);
}

function toOnCancel(text: string | undefined): Arguments['onCancel'] {
  if (text === undefined || text === 'stop' || text === 'leave') return text;
  throw new Error(`--on-cancel must be stop or leave; got "${text}"`);
}
