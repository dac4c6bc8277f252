import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { isXpanderError, Xpander } from '@xpander/sdk';
import packageJson from '../../package.json' with { type: 'json' };
import { createAgentServer } from '../agent-server.ts';
import { findAgents } from '../agents/find-agents.ts';
import { nameTools } from '../agents/tool-names.ts';
import { checkOptions } from '../check-options.ts';
import type { AgentServerOptions, ServedAgent } from '../options.ts';
import { type Arguments, help, optionNames, readArguments } from './read-arguments.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Serves until the client closes standard input, or a signal. Standard output carries the protocol and nothing else.
 *
 * Returns the exit code: 2 if the command line or the environment is wrong, 1 if the agents cannot be read.
 */
export async function runCommand(commandLine: readonly string[], environment: Environment): Promise<number> {
  let read: ReturnType<typeof readArguments>;
  try {
    read = readArguments(commandLine);
  } catch (error) {
    const isUnknown = (error as { code?: unknown }).code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION';
    return refuse(`${firstSentence(error)}; ${isUnknown ? `the options are ${optionNames}` : 'see --help'}.`, 2);
  }
  if (read === 'help') return print(help);
  if (read === 'version') return print(packageJson.version);
  if (!environment.XPANDER_API_KEY?.trim()) return refuse('XPANDER_API_KEY is not set; set it to your API key.', 2);
  try {
    await serve(toOptions(read, environment));
    return 0;
  } catch (error) {
    const isMistake = isXpanderError(error) && error.code === 'configuration';
    return isMistake ? refuse(toLine(error), 2) : refuse(`The agents cannot be read: ${toLine(error)}`, 1);
  }
}

function toOptions({ agents, ...rest }: Arguments, environment: Environment): AgentServerOptions {
  const baseUrl = environment.XPANDER_BASE_URL?.trim() || undefined;
  return {
    ...rest,
    client: new Xpander({ apiKey: environment.XPANDER_API_KEY?.trim(), baseUrl }),
    agents: agents === 'all' ? agents : agents.map((id) => ({ id })),
  };
}

/** The agents are read first, so that a mistake ends the process with a message instead of leaving it without tools. */
async function serve(options: AgentServerOptions): Promise<void> {
  const settings = checkOptions(options);
  const agents = await findAgents(options);
  // The client may have closed the other end of this stream.
  process.stderr.on('error', () => {});
  report(`serving ${describe(agents)}`);
  const { close } = serveStdio(() => createAgentServer(agents, settings, { isLasting: true }), {
    onerror: (error) => report(toLine(error)),
  });
  // What is under way, such as the stop of a run, keeps the process alive until it is done.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close());
}

function describe(agents: readonly ServedAgent[]): string {
  const names = nameTools(agents);
  return agents.map(({ id }, index) => `${names[index]} (${id})`).join(', ');
}

/** The messages of `parseArgs` are long. Their first sentence is enough. */
function firstSentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split(/\.(?:\s|$)/, 1)[0] ?? message;
}

function toLine(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function refuse(text: string, exitCode: number): number {
  report(text);
  return exitCode;
}

function report(text: string): void {
  process.stderr.write(`xpander-mcp: ${text}\n`);
}
