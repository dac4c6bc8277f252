import { statSync } from 'node:fs';
import { ConfigurationError, taskIdOf } from '@xpander/sdk';
import type { BatchResult } from '../batch/types.ts';
import { onceKeyOf } from '../engine/once-key.ts';
import type { BatchIdentity } from '../store/types.ts';
import { createItemTable, type ItemTable, itemState } from './item-table.ts';
import { readLines } from './read-lines.ts';
import { createRecentCount, type RecentCount } from './recent-count.ts';
import { readSidecar, type Sidecar } from './sidecar.ts';
import { parseResult, readItemHead } from './stored-lines.ts';

/** The files of one batch. */
export interface BatchPaths {
  /** The results, one a line: the file that the caller names. */
  readonly results: string;
  readonly items: string;
  readonly sidecar: string;
  readonly lock: string;
}

export function pathsOf(results: string): BatchPaths {
  return { results, items: `${results}.items`, sidecar: `${results}.batch`, lock: `${results}.lock` };
}

/** What the files say. */
export interface LoadedBatch {
  readonly table: ItemTable;
  readonly sidecar: Sidecar | undefined;
  readonly recent: RecentCount;
  readonly counts: Counts;
  /** Up to here the files consist of whole lines. */
  readonly itemsSize: number;
  readonly resultsSize: number;
}

export interface Counts {
  waiting: number;
  running: number;
  completed: number;
  failed: number;
}

/** @throws ConfigurationError if the files belong to another batch, or the results to something else. */
export async function loadBatch(paths: BatchPaths, batch: BatchIdentity, isLocked: boolean): Promise<LoadedBatch> {
  const sidecar = readSidecar(paths.sidecar, batch);
  const table = createItemTable();
  const recent = createRecentCount();
  const itemsSize = loadItems(paths.items, table);
  const resultsSize = await loadResults(paths.results, { table, recent, batch, isKnown: sidecar !== undefined });
  const counts = countStates(table);
  if (!isLocked && sidecar !== undefined) {
    counts.running = Math.min(sidecar.running, counts.waiting);
    counts.waiting -= counts.running;
  }
  return { table, sidecar, recent, counts, itemsSize, resultsSize };
}

function loadItems(path: string, table: ItemTable): number {
  let size = 0;
  for (const { text, offset, end } of readLines(path, 0, sizeOf(path))) {
    const { key, hash } = readItemHead(text);
    noteItem(table, key, hash, offset);
    size = end;
  }
  return size;
}

/** Enters an item, or its newer form. */
export function noteItem(table: ItemTable, key: string, hash: string, offset: number): number {
  const number = table.add(key);
  table.itemOffset.set(number, offset);
  table.hash.set(number, partOf(hash));
  return number;
}

/** Enough of a request's hash to notice a change. */
export function partOf(hash: string): number {
  return Number.parseInt(hash.slice(0, 8), 16);
}

interface ResultReading {
  readonly table: ItemTable;
  readonly recent: RecentCount;
  readonly batch: BatchIdentity;
  /** Whether a sidecar tells that the file is one of this batch. */
  readonly isKnown: boolean;
}

async function loadResults(path: string, { table, recent, batch, isKnown }: ResultReading): Promise<number> {
  const fileSize = sizeOf(path);
  let size = 0;
  let isChecked = isKnown;
  for (const line of readLines(path, 0, fileSize)) {
    const result = parseResult(path, line);
    if (!isChecked) await refuseForeign(path, result, batch);
    isChecked = true;
    noteResult(table, result, line.offset);
    recent.add(Date.parse(result.finishedAt));
    size = line.end;
  }
  if (!isChecked && fileSize > 0) throw foreign(path);
  return size;
}

/** Enters a result. Its item may be missing, if only the results were kept. */
export function noteResult(table: ItemTable, { key, status, attempts }: BatchResult, offset: number): number {
  const number = table.add(key);
  table.resultOffset.set(number, offset);
  table.retry.set(number, attempts - 1);
  table.state.set(number, stateOf(status));
  return number;
}

function stateOf(status: string): number {
  if (status === 'completed') return itemState.completed;
  return status === 'paused' ? itemState.paused : itemState.failed;
}

/** Without a sidecar, the file may be any: nothing of it may be cut or continued. */
async function refuseForeign(path: string, result: BatchResult, { name, agentId }: BatchIdentity): Promise<void> {
  const id = await taskIdOf(agentId, onceKeyOf(name, result.key, result.attempts - 1));
  if (result.taskId !== id) throw foreign(path);
}

function foreign(path: string): ConfigurationError {
  const problem = `${path} exists and has other content than the results of this batch`;
  return new ConfigurationError('store', problem, 'Use another output file');
}

export function countStates(table: ItemTable): Counts {
  const counts: Counts = { waiting: 0, running: 0, completed: 0, failed: 0 };
  for (let number = 0; number < table.size; number += 1) {
    const state = table.state.get(number);
    if (state === itemState.completed) counts.completed += 1;
    else if (state === itemState.waiting) counts.waiting += 1;
    else counts.failed += 1;
  }
  return counts;
}

export function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
