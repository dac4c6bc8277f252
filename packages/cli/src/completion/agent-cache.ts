import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../input/own-folders.ts';
import { toOneLine } from '../output/control-characters.ts';

const validMs = 600_000;
const timeoutMs = 2_000;
const plainWord = /^[\w@%+=:,./-]+$/;

/** An agent as a shell offers it. */
export interface KnownAgent {
  readonly id: string;
  readonly name: string;
}

/**
 * The agents of the key in the environment: from a cache of ten minutes, which only its owner can read, or else from the
 * API. Without a key or an answer there are none: a key press must not fail.
 */
export async function findAgents(env: NodeJS.ProcessEnv): Promise<KnownAgent[]> {
  const { XPANDER_API_KEY: key, XPANDER_API_URL: url = '' } = env;
  if (!key) return [];
  try {
    // The name tells keys apart without telling the key.
    const account = createHash('sha256').update(`${url}\0${key}`).digest('hex').slice(0, 16);
    const file = join(cacheFolder(env), `agents-${account}.json`);
    return (await readCache(file)) ?? (await fetchAgents(key, file, env));
  } catch {
    return [];
  }
}

async function readCache(file: string): Promise<KnownAgent[] | undefined> {
  try {
    const { mtimeMs } = await stat(file);
    if (Date.now() - mtimeMs > validMs) return undefined;
    const agents: unknown = JSON.parse(await readFile(file, 'utf8'));
    return Array.isArray(agents) ? agents : undefined;
  } catch {
    return undefined;
  }
}

async function fetchAgents(apiKey: string, file: string, env: NodeJS.ProcessEnv): Promise<KnownAgent[]> {
  const { Xpander } = await import('@xpander/sdk');
  const client = new Xpander({ apiKey, timeoutMs, maxRetries: 0 });
  const { items } = await client.agents.list({ per_page: 50 }).firstPage();
  // An offer becomes a part of the command line: what a shell could carry out is left out.
  const agents = items
    .filter(({ id }) => plainWord.test(id))
    .map(({ id, name }) => ({ id, name: toOneLine(name ?? '') }));
  await mkdir(cacheFolder(env), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, JSON.stringify(agents), { mode: 0o600 });
  await rename(draft, file);
  return agents;
}
