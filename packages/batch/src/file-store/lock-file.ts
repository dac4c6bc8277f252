import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { BatchLockedError } from '../errors/batch-errors.ts';
import { readIfThere } from './sidecar.ts';

/** A lock of another machine is taken if it shows no sign of life for this long. */
const foreignLockLifeMs = 60_000;

interface Holder {
  readonly pid: number;
  /** When the process started: numbers of processes are used again. */
  readonly startedAt: string;
  readonly host: string;
  readonly token: string;
}

/** A file that one process holds at a time. */
export interface LockFile {
  /** Shows that the holder lives, for other machines that see the file. */
  touch(): void;
  release(): void;
}

/** @throws BatchLockedError if a living process holds the lock. The lock of a dead one is taken. */
export function takeLock(path: string): LockFile {
  const own: Holder = { pid: process.pid, startedAt: startOf(process.pid), host: hostname(), token: randomUUID() };
  const aside = `${path}.${own.token}`;
  writeFileSync(aside, JSON.stringify(own), { mode: 0o600 });
  try {
    while (!tryLink(aside, path)) removeDead(path, own.token);
  } finally {
    unlinkSync(aside);
  }
  return {
    touch() {
      const now = new Date();
      utimesSync(path, now, now);
    },
    release() {
      if (readHolder(path)?.token === own.token) unlinkSync(path);
    },
  };
}

/** Makes the lock with its content in one step. */
function tryLink(aside: string, path: string): boolean {
  try {
    linkSync(aside, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** @throws BatchLockedError if the holder lives. */
function removeDead(path: string, token: string): void {
  const holder = readHolder(path);
  if (holder === undefined) return;
  if (isAlive(holder, path)) throw new BatchLockedError(path, holder.pid, holder.host);
  // Of two processes that find the same dead holder, one moves its lock away. The other may move the lock of the first.
  const moved = `${path}.${token}.dead`;
  try {
    renameSync(path, moved);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const taken = readHolder(moved);
  if (taken !== undefined && taken.token !== holder.token) tryLink(moved, path);
  unlinkSync(moved);
}

function readHolder(path: string): Holder | undefined {
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return { pid: 0, startedAt: '', host: hostname(), token: '' };
  }
}

function isAlive({ pid, startedAt, host }: Holder, path: string): boolean {
  if (host !== hostname()) return Date.now() - statSync(path).mtimeMs < foreignLockLifeMs;
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Without the right to signal it, the process is there all the same.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const start = startOf(pid);
  return start !== 'ended' && (start === '' || startedAt === '' || start === startedAt);
}

/** When a process started, in the words of the system; an empty text where that cannot be told. */
function startOf(pid: number): string {
  try {
    if (process.platform === 'win32') return '';
    if (process.platform !== 'linux') {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    }
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // The name of the program stands in parentheses and may contain spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\)\s/s, '')
      .split(' ');
    // A killed process stays in the table until its parent has noticed.
    return fields[0] === 'Z' || fields[0] === 'X' ? 'ended' : `${boot}/${fields[19]}`;
  } catch {
    return '';
  }
}
