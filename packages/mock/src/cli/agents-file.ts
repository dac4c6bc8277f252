import { stat } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MockConfigurationError } from '../configuration/configuration-error.ts';
import type { MockOptions } from '../options.ts';

/** The first version of Node that runs TypeScript without a flag. */
const TYPESCRIPT_NODE = '22.18';

/**
 * Reads the options of a mock from a module. The agents come from the export `agents` or the default export, other
 * options (`keys`, `wire`, `rateLimit`, …) from the export `options`.
 *
 * @throws MockConfigurationError that names the file, if the file cannot be used.
 */
export async function readAgentsFile(path: string): Promise<MockOptions> {
  const file = resolve(path);
  if (!(await isFile(file))) throw new MockConfigurationError(`--agents: the file ${path} does not exist.`);
  if (/^\.[cm]?ts$/.test(extname(file)) && !readsTypeScript()) {
    const fix = `use Node ${TYPESCRIPT_NODE} or later, or a .js or .mjs file`;
    throw new MockConfigurationError(`--agents: Node ${process.versions.node} cannot read ${path}; ${fix}.`);
  }
  return optionsIn(await importFile(path, file), path);
}

function readsTypeScript(): boolean {
  const { typescript } = process.features as { typescript?: string | false };
  return typeof typescript === 'string';
}

async function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function importFile(path: string, file: string): Promise<Record<string, unknown>> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    throw new MockConfigurationError(`--agents: ${path} cannot be loaded: ${error}`, { cause: error });
  }
}

function optionsIn(module: Record<string, unknown>, path: string): MockOptions {
  const agents = module.agents ?? module.default;
  const { options } = module;
  if (agents === undefined && options === undefined) {
    throw new MockConfigurationError(
      `--agents: ${path} needs an export named "agents" or "options", or a default export.`,
    );
  }
  return { ...(agents === undefined ? {} : { agents: agents as MockOptions['agents'] }), ...(options as MockOptions) };
}
