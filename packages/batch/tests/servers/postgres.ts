import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { findProgram, freePort, kill, startProgram, type TestServer } from './processes.ts';
import { mountSmallDisk } from './small-disk.ts';

const debianFolder = '/usr/lib/postgresql';

/** Why there is no PostgreSQL on this machine; `undefined` if there is. */
export function missingPostgres(): string | undefined {
  if (find('initdb') === undefined || find('postgres') === undefined)
    return 'PostgreSQL is not installed (on Debian: apt-get install postgresql)';
  if (process.getuid?.() === 0 && owner() === undefined)
    return 'PostgreSQL cannot run as root, and there is no user postgres';
  return undefined;
}

interface PostgresTerms {
  /** The size of a disk of its own for the tables. Its log of changes stands elsewhere. */
  readonly diskMegabytes?: number;
}

/** A server in a temporary folder, on a free port. */
export async function startPostgres({ diskMegabytes }: PostgresTerms = {}): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'xpander-postgres-'));
  const user = process.getuid?.() === 0 ? owner() : undefined;
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  chmodSync(folder, 0o700);
  const options = { cwd: folder, ...user };
  const data = join(folder, 'disk', 'data');
  const disk = diskMegabytes === undefined ? undefined : mountSmallDisk(dirname(data), diskMegabytes);
  mkdirSync(dirname(data), { recursive: true });
  if (user !== undefined) chownSync(dirname(data), user.uid, user.gid);
  const initdb = [
    '-D',
    data,
    '--waldir',
    join(folder, 'wal'),
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--no-locale',
    '--no-sync',
  ];
  execFileSync(find('initdb') ?? 'initdb', initdb, { ...options, stdio: 'ignore' });
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const args = [
    '-D',
    data,
    '-p',
    String(port),
    '-h',
    '127.0.0.1',
    '-k',
    folder,
    '-c',
    'max_connections=200',
    '-c',
    'fsync=off',
  ];
  const start = (): ReturnType<typeof startProgram> =>
    startProgram(find('postgres') ?? 'postgres', args, options, () => answers(url));
  let server = await start();
  return {
    url,
    disk,
    async restart(awayMs) {
      await kill(server, 'SIGKILL');
      await setTimeout(awayMs);
      // The children of a killed server hold its memory until they notice.
      server = await retry(start);
    },
    async close() {
      // An immediate shutdown that waits for the children.
      disk?.free();
      await kill(server, 'SIGINT');
      disk?.unmount();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function retry<T>(start: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await start();
    } catch (error) {
      if (tries >= 20) throw error;
      await setTimeout(200);
    }
  }
}

async function answers(url: string): Promise<boolean> {
  // A connection that the starting server closes without a word would otherwise be waited for without end.
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  await client.connect();
  await client.end();
  return true;
}

function find(name: string): string | undefined {
  let versions: string[] = [];
  try {
    versions = readdirSync(debianFolder).toSorted((one, other) => Number(other) - Number(one));
  } catch {
    // Not Debian.
  }
  return findProgram(
    name,
    versions.map((version) => join(debianFolder, version, 'bin')),
  );
}

/** The user that Debian's package has created. */
function owner(): { uid: number; gid: number } | undefined {
  try {
    const idOf = (which: string): number => Number(execFileSync('id', [which, 'postgres'], { encoding: 'utf8' }));
    return { uid: idOf('-u'), gid: idOf('-g') };
  } catch {
    return undefined;
  }
}
