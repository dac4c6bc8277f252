import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMockXpander, type MockOptions, type MockXpander } from '@xpander/mock';
import { Xpander, type XpanderOptions } from '@xpander/sdk';
import { afterEach } from 'vitest';
import {
  type Batch,
  type BatchOptions,
  type BatchResult,
  type FileStoreOptions,
  fileStore,
  openBatch,
} from '../src/index.ts';

export const agentId = 'agent-1';

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'xpander-batch-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The API, in process and on a virtual clock, and a client of it. */
export interface Api {
  readonly mock: MockXpander;
  readonly xpander: Xpander;
  /** A client as another process would have: it shares no memory of earlier runs. */
  restarted(): Xpander;
  /** How many times the agent ran each text. */
  readonly runs: ReadonlyMap<string, number>;
}

export interface ApiTerms extends MockOptions {
  /** What the agent does after it was counted. @defaultValue answers after a second */
  readonly answer?: (turn: Turn) => Promise<unknown>;
  readonly client?: XpanderOptions;
}

export interface Turn {
  readonly text: string;
  readonly sleep: (ms: number) => Promise<void>;
  readonly signal: AbortSignal;
}

export function api({ answer = answerLater, client, ...options }: ApiTerms = {}): Api {
  const runs = new Map<string, number>();
  const script = async (turn: Turn): Promise<string> => {
    runs.set(turn.text, (runs.get(turn.text) ?? 0) + 1);
    return String(await answer(turn));
  };
  const mock = createMockXpander({ agents: { [agentId]: script }, ...options });
  const clientOptions = { apiKey: 'key', fetch: mock.fetch, clock: mock.clock, ...client };
  // What clients of one account share counts by the function that returns the key.
  const restarted = (): Xpander => new Xpander({ ...clientOptions, apiKey: () => 'key' });
  return { mock, runs, xpander: new Xpander(clientOptions), restarted };
}

export async function answerLater({ text, sleep }: Turn): Promise<string> {
  await sleep(1_000);
  return `R:${text}`;
}

/** An open batch in a file, closed after the test. */
export async function openFileBatch(
  xpander: Xpander,
  { path, ...terms }: { path: string } & Partial<BatchOptions> & { readonly file?: FileStoreOptions },
): Promise<Batch> {
  const { file, ...options } = terms;
  const batch = await openBatch({ xpander, agentId, name: 'test', store: fileStore(path, file), ...options });
  cleanups.push(() => batch.close());
  return batch;
}

/** A batch of its own folder. */
export async function newFileBatch(
  xpander: Xpander,
  terms: Partial<BatchOptions> & { readonly file?: FileStoreOptions } = {},
): Promise<{ readonly batch: Batch; readonly path: string }> {
  const path = join(temporaryFolder(), 'out.jsonl');
  return { path, batch: await openFileBatch(xpander, { ...terms, path }) };
}

export function prompts(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `p${index}`);
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export function linesOf(path: string): BatchResult[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as BatchResult);
}

/** What a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error('it resolved');
}

/** The requests of a method, by the last part of the path. */
export function requestsOf(mock: MockXpander, method: string): number {
  return mock.requests.filter((request) => request.method === method).length;
}
