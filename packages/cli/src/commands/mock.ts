import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createMockXpander,
  MockConfigurationError,
  type MockOptions,
  type MockServer,
  type MockXpander,
  type ServedRequest,
} from '@xpander/mock';
import { configurationError, usageError } from '../failures/command-error.ts';
import type { Session } from '../session.ts';
import type { RecordCall } from './types.ts';

interface MockCommandOptions {
  readonly port?: string;
  readonly host?: string;
  readonly agents?: string;
}

const defaultPort = 4010;

/** Serves the emulator until the process is interrupted. Prints the variables that lead to it. */
export async function serveMock({ options, session }: RecordCall<MockCommandOptions>): Promise<void> {
  const mock = createMock(options.agents === undefined ? {} : await readAgents(options.agents));
  const server = await listen(mock, options, session);
  const variables = { XPANDER_API_URL: server.url, XPANDER_API_KEY: 'any-key' };
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${value}\n`);
  await (session.isJson ? session.printJson(variables) : session.print(lines.join('')));
  if (!options.quiet) session.note('The emulator runs until Ctrl-C. Paste the two lines into another terminal.');
  const { signal } = session.interrupts;
  if (!signal.aborted) await new Promise((done) => signal.addEventListener('abort', done, { once: true }));
  // The server closes first, so that an arriving request cannot start a run after the reset.
  await server.close();
  mock.reset();
  throw signal.reason;
}

function createMock(options: MockOptions): MockXpander {
  try {
    // Nothing reads the requests of an emulator that runs for days.
    return createMockXpander({ clock: 'real', keep: { requests: 1 }, ...options });
  } catch (error) {
    if (error instanceof MockConfigurationError) throw configurationError(`--agents: ${error.message}`);
    throw error;
  }
}

async function listen(
  mock: MockXpander,
  { port = String(defaultPort), host = '127.0.0.1', verbose }: RecordCall<MockCommandOptions>['options'],
  session: Session,
): Promise<MockServer> {
  if (!/^\d+$/.test(port) || Number(port) > 65_535)
    throw usageError(`--port must be a number from 0 to 65535; got "${port}".`);
  try {
    const onServed = ({ method, path, status, durationMs }: ServedRequest): void =>
      session.trace({ method, path, status, code: 'connection broken', ms: Math.round(durationMs) });
    return await mock.listen({ port: Number(port), host, ...(verbose && { onServed }) });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isInUse = code === 'EADDRINUSE';
    throw configurationError(
      isInUse ? `Port ${port} is in use.` : `Cannot listen on ${host}:${port}: ${message}.`,
      isInUse ? ['Choose another with --port, or any free port with --port 0.'] : undefined,
    );
  }
}

/** Reads scripts and options from a module, as `xpander-mock --agents` does. */
async function readAgents(path: string): Promise<MockOptions> {
  const file = resolve(path);
  const isFile = await stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile) throw configurationError(`--agents: the file ${path} does not exist.`);
  let module: { agents?: MockOptions['agents']; default?: MockOptions['agents']; options?: MockOptions };
  try {
    module = await import(pathToFileURL(file).href);
  } catch (error) {
    throw configurationError(`--agents: ${path} cannot be loaded: ${error}.`);
  }
  const agents = module.agents ?? module.default;
  if (agents === undefined && module.options === undefined)
    throw configurationError(`--agents: ${path} needs an export named "agents" or "options", or a default export.`);
  return { ...(agents !== undefined && { agents }), ...module.options };
}
