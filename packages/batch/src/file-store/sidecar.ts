import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigurationError } from '@xpander/sdk';
import type { StopReason } from '../batch/types.ts';
import type { BatchIdentity, BatchOrigin } from '../store/types.ts';

/** What is known of a batch beside its items and results. */
export interface Sidecar extends BatchIdentity {
  readonly version: 1;
  readonly createdAtMs: number;
  readonly origin: BatchOrigin;
  /** Items with a smaller number may have been claimed. Written before the first of them is. */
  readonly claimedUpTo: number;
  /** The largest concurrency so far. */
  readonly concurrency: number;
  /** The last sign of life of a worker. */
  readonly aliveAtMs: number;
  /** Nothing was sent later than this. Written ahead, so that one write serves all requests of a second. */
  readonly sentUntilMs: number;
  /** How many items were running then. */
  readonly running: number;
  readonly stop?: StopReason | undefined;
}

/** @throws ConfigurationError if the file belongs to another batch, or is not one of this package. */
export function readSidecar(path: string, { name, agentId }: BatchIdentity): Sidecar | undefined {
  const sidecar = readAnySidecar(path);
  if (sidecar === undefined) return undefined;
  if (sidecar.name !== name) refuse(path, `belongs to the batch ${JSON.stringify(sidecar.name)}`);
  if (sidecar.agentId !== agentId) refuse(path, `belongs to the agent ${JSON.stringify(sidecar.agentId)}`);
  return sidecar;
}

/** @throws ConfigurationError if the file is not one of this package. */
export function readAnySidecar(path: string): Sidecar | undefined {
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  let sidecar: Partial<Sidecar> = {};
  try {
    sidecar = JSON.parse(text) as Partial<Sidecar>;
  } catch {
    refuse(path, 'is not a file of this package');
  }
  if (sidecar.version !== 1) refuse(path, 'was written by another version of this package');
  return sidecar as Sidecar;
}

function refuse(path: string, problem: string): never {
  throw new ConfigurationError('store', `${path} ${problem}`, 'Use another output file for another batch');
}

/** Writes the whole file aside and renames it, so that a crash leaves the old one or the new one. */
export function writeSidecar(path: string, sidecar: Sidecar, { isDurable }: { isDurable: boolean }): void {
  const aside = `${path}.tmp`;
  const file = openSync(aside, 'w', 0o600);
  try {
    writeSync(file, `${JSON.stringify(sidecar)}\n`);
    if (isDurable) fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(aside, path);
  if (isDurable) syncFolder(dirname(path));
}

/** A rename is durable once its folder is. Some systems cannot open a folder, and need not. */
function syncFolder(path: string): void {
  try {
    const folder = openSync(path, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch {
    // The data itself was synced.
  }
}

export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
