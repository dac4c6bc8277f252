import { parseArgs } from 'node:util';
import packageJson from '../../package.json' with { type: 'json' };
import { MockConfigurationError } from '../configuration/configuration-error.ts';
import { createMockXpander, type MockXpander } from '../mock-xpander.ts';
import type { MockOptions } from '../options.ts';
import { serveHttp } from '../server/http-server.ts';
import type { MockServer, ServedRequest } from '../server/types.ts';
import { readAgentsFile } from './agents-file.ts';

const DEFAULT_PORT = 4010;

const HELP = `Usage: xpander-mock [options]

A local emulator of the xpander.ai agent API. Accepts any API key and any agent id, unless --agents limits them.

Options:
  --agents <file>  a module that exports agents: { [agentId]: script } and, optionally, options.
                   JavaScript, or TypeScript with Node 22.18 or later
  --port <number>  the port to listen on, 0 for any free port (default ${DEFAULT_PORT})
  --host <name>    the address to listen on (default 127.0.0.1: this machine only)
  --help           show this text
  --version        show the version`;

interface Arguments {
  port: number;
  agents: string | undefined;
  host: string;
  help: boolean;
  version: boolean;
}

/** Runs the command until SIGINT or SIGTERM, and returns the exit code. */
export async function runCommand(commandLine: readonly string[]): Promise<number> {
  let options: Arguments;
  try {
    options = readArguments(commandLine);
  } catch (error) {
    return refuse(`${firstSentence(error)}; see --help.`, 2);
  }
  if (options.help) return say(HELP);
  if (options.version) return say(packageJson.version);
  return serveUntilStopped(options);
}

async function serveUntilStopped({ port, host, agents }: Arguments): Promise<number> {
  let mock: MockXpander;
  let options: MockOptions;
  try {
    options = agents === undefined ? {} : await readAgentsFile(agents);
    // Nothing reads the requests of a server that runs for days.
    mock = createMockXpander({ clock: 'real', keep: { requests: 1 }, ...options });
  } catch (error) {
    if (!(error instanceof MockConfigurationError)) throw error;
    return refuse(error.message, 1);
  }
  let server: MockServer;
  try {
    server = await serveHttp({ fetch: mock.fetch, port, host, onServed: (served) => say(logLine(served)) });
  } catch (error) {
    return refuse(explainListenError(error, port, host), 1);
  }
  say(welcome(server.url, Object.keys(options.agents ?? {})[0] ?? 'any-agent'));
  await stopSignal();
  // The server closes first, so that an arriving request cannot start a run after the reset.
  await server.close();
  mock.reset();
  return 0;
}

function readArguments(commandLine: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...commandLine],
    options: {
      port: { type: 'string', default: String(DEFAULT_PORT) },
      agents: { type: 'string' },
      host: { type: 'string', default: '127.0.0.1' },
      help: { type: 'boolean', default: false },
      version: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) {
    throw new Error(`--port must be a number from 0 to 65535; got "${values.port}"`);
  }
  return { ...values, agents: values.agents, port };
}

function explainListenError(error: unknown, port: number, host: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use; choose another with --port, or use --port 0 for any free port.`;
  if (code === 'EACCES') return `Port ${port} needs more privileges; choose a port above 1023 with --port.`;
  return `Cannot listen on ${host}:${port}: ${firstSentence(error)}.`;
}

/** The messages of `parseArgs` are long. Their first sentence is enough. */
function firstSentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split(/\.(?:\s|$)/, 1)[0] ?? message;
}

function welcome(url: string, agentId: string): string {
  const invoke = `curl -s -X POST "${url}/v1/agents/${agentId}/invoke/async" \\
    -H "x-api-key: any-key" -H "content-type: application/json" \\
    -d '{"input": {"text": "Generate a market report"}}'`;
  return `xpander mock listening on ${url}

Try:
  ${invoke}
  curl -s "${url}/v1/tasks/<id from above>" -H "x-api-key: any-key"
`;
}

function logLine({ method, path, status, durationMs }: ServedRequest): string {
  return `${method} ${path} ${status ?? 'connection broken'} ${Math.round(durationMs)} ms`;
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

function say(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function refuse(text: string, exitCode: number): number {
  process.stderr.write(`${text}\n`);
  return exitCode;
}
