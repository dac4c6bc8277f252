import { stat } from 'node:fs/promises';
import { configurationError, usageError } from '../failures/command-error.ts';
import type { CommonOptions, Session } from '../session.ts';
import { readStdin, readTextFile } from './files.ts';

/** An API key, and where it came from. */
export interface FoundKey {
  readonly key: string;
  /** For people: the source and the length, for example `XPANDER_API_KEY (36 characters)`. */
  readonly source: string;
}

const howToPass = [
  'Set XPANDER_API_KEY, or pass --api-key-file <file> or --api-key-stdin.',
  'Check it with: xpander-agent doctor',
];

/** Finds the API key. Options win over the environment. No other place is looked at. @throws CommandError without one. */
export async function findApiKey(options: CommonOptions, session: Session): Promise<FoundKey> {
  const found = await readKey(options, session);
  session.keySource = found.source;
  if (found.key !== '') return found;
  const { apiKeyFile, apiKeyStdin } = options;
  if (apiKeyFile !== undefined) throw configurationError(`--api-key-file: ${apiKeyFile} is empty.`);
  if (apiKeyStdin) throw configurationError('--api-key-stdin: the standard input is empty.');
  throw configurationError('The API key is missing.', howToPass);
}

async function readKey({ apiKeyFile, apiKeyStdin }: CommonOptions, session: Session): Promise<FoundKey> {
  if (apiKeyFile !== undefined && apiKeyStdin)
    throw usageError('--api-key-file and --api-key-stdin exclude each other.');
  if (apiKeyFile !== undefined) {
    await warnIfShared(apiKeyFile, session);
    return toFound(await readTextFile('--api-key-file', apiKeyFile), `the file ${apiKeyFile}`);
  }
  if (apiKeyStdin) {
    if (process.stdin.isTTY)
      throw usageError('--api-key-stdin: the standard input is a terminal. Pipe the key into it.');
    return toFound(await readStdin(session.interrupts.signal), 'the standard input');
  }
  return toFound(session.env.XPANDER_API_KEY ?? '', 'XPANDER_API_KEY');
}

function toFound(text: string, place: string): FoundKey {
  const key = text.trim();
  return { key, source: `${place} (${key.length} characters)` };
}

/** Other users of the machine who can read the file can use the key. */
async function warnIfShared(path: string, session: Session): Promise<void> {
  if (process.platform === 'win32') return;
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() && (found.mode & 0o044) !== 0)
    session.warn(`Other users can read ${path}. Protect it with: chmod 600 ${path}`);
}
