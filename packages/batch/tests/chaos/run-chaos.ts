import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Xpander } from '@xpander/sdk';
import { openBatch } from '../../src/index.ts';
import type { EmulatorReport, EmulatorTerms } from './emulator.ts';
import type { Fault } from './faults.ts';
import { textOf } from './items.ts';
import { slowness } from './slowness.ts';
import type { ChaosStore, RunningStore, StoreModule, WorkerTerms } from './types.ts';

/** What one combination has shown. */
export interface ChaosRow extends EmulatorReport {
  readonly store: string;
  readonly fault: string;
  readonly items: number;
  /** How many times a worker died, was frozen or was asked to end. */
  readonly hits: number;
  readonly lost: number;
  readonly storedTwice: number;
  readonly wrong: number;
  /** Of those that ran twice, how many had a start that took longer than the lease to arrive: no client can prevent it. */
  readonly twiceInWindow: number;
  /** How many were started while the store was full or away, if it was. */
  readonly startsWhileAway?: number | undefined;
  /** What the workers said of the store meanwhile, each text once. */
  readonly storeErrors: readonly string[];
  readonly leaseMs: number;
  readonly limit: number;
  readonly tookMs: number;
}

/** What a fault can do while the workers run. */
export interface Scene {
  readonly leaseMs: number;
  readonly store: RunningStore;
  readonly processes: number;
  /** The workers that are alive. */
  workers(): Iterable<ChildProcess>;
  /** One of them, chosen at random. */
  worker(): ChildProcess | undefined;
  /** Whether the batch is settled. */
  readonly isOver: boolean;
  hit(): void;
  /** How many items the agent has run so far. */
  ran(): Promise<number>;
  /** How many requests for a start have arrived so far. */
  starts(): Promise<number>;
  noteStartsWhileAway(starts: number): void;
  /** Whether the store has refused a call of each worker that is alive. */
  isRefused(): boolean;
  storm(forMs: number): Promise<void>;
  /** Kills all workers, does this, and starts them again. */
  betweenLives(work: () => Promise<void>): Promise<void>;
}

const limit = { requests: 100, perMs: 3_000 };
const mostAtOnce = 30;
/** Longer than a run in the emulator, so that a drained worker shows both ends. */
const drainMs = 700;

/** Whether the batch has kept its promises. Where a start takes longer than the lease to arrive, a run may happen twice. */
export function isSound(row: ChaosRow, { forgetsLimit = false }: Fault): boolean {
  const { lost, storedTwice, wrong, ranTwice, twiceInWindow, overlaps, disorders, peak, startsWhileAway = 0 } = row;
  const isKept = lost + storedTwice + wrong + startsWhileAway === 0 && (forgetsLimit || peak <= row.limit);
  return isKept && ranTwice === twiceInWindow && (twiceInWindow > 0 || overlaps + disorders === 0);
}

/** Runs a batch under a fault, and compares what the server saw with what the store has. */
export async function runChaos(
  chaosStore: ChaosStore,
  fault: Fault,
  items: number,
): Promise<ChaosRow | { readonly gap: string }> {
  const leaseMs = (fault.leaseMs ?? 3_000) * slowness;
  const store = await chaosStore.start(leaseMs);
  const gap = fault.gap?.(store, chaosStore);
  if (gap !== undefined) {
    await store.close();
    return { gap };
  }
  const emulator = await startEmulator({ limit, runMs: 1_200, late: fault.late });
  const report = async (): Promise<EmulatorReport> => (await (await fetch(emulator.control)).json()) as EmulatorReport;
  const startedMs = Date.now();
  const workers = new Set<ChildProcess>();
  /** Only these are hit: on a slow machine, a worker that dies before its first result is no progress. */
  const atWork = new Set<ChildProcess>();
  const scene = { isOver: false, isPaused: false, hits: 0, startsWhileAway: undefined as number | undefined };
  const storeErrors = new Set<string>();
  const refused = new Set<ChildProcess>();
  /** A worker that is about to freeze itself says so. Another one may take its items over until it goes on. */
  const thaw = async (worker: ChildProcess): Promise<void> => {
    scene.hits += 1;
    await setTimeout(2 * leaseMs);
    worker.kill('SIGCONT');
  };
  const terms: WorkerTerms = {
    url: emulator.url,
    spec: store.spec,
    items,
    // Few items at once, if there are few: some have to be left when the fault comes.
    concurrency: Math.ceil(Math.min(mostAtOnce, items / 4) / chaosStore.processes),
    // Two less than the server's: requests arrive with a jitter of their own.
    limit: { ...limit, requests: limit.requests - 2 },
    drainMs,
    crash: fault.crash,
  };
  const live = async (): Promise<void> => {
    for (let isDone = false; !isDone; ) {
      while (scene.isPaused) await setTimeout(20);
      const worker = startWorker(terms);
      workers.add(worker);
      worker.on('message', (message) => {
        if (message === 'frozen') void thaw(worker);
        else if (isTrouble(message)) {
          storeErrors.add(message.storeError.slice(0, longestShown));
          refused.add(worker);
        } else atWork.add(worker);
      });
      const [code, signal] = await once(worker, 'exit');
      workers.delete(worker);
      atWork.delete(worker);
      if (signal === 'SIGKILL' && fault.crash !== undefined) scene.hits += 1;
      isDone = code === 0;
      if (Date.now() - startedMs > mostMs) throw new Error(`${fault.name} on ${chaosStore.name} did not end`);
      // A worker that fails at its start, because its store is away, is started again without haste.
      if (!isDone) await setTimeout(100);
    }
  };
  const control: Scene = {
    leaseMs,
    processes: chaosStore.processes,
    store,
    workers: () => workers,
    get isOver() {
      return scene.isOver;
    },
    worker: () => [...atWork][Math.floor(Math.random() * atWork.size)],
    hit: () => {
      scene.hits += 1;
    },
    ran: async () => (await report()).ran,
    starts: async () => (await report()).starts,
    noteStartsWhileAway: (starts) => {
      scene.startsWhileAway = starts;
    },
    isRefused: () => workers.size > 0 && [...workers].every((worker) => refused.has(worker)),
    storm: async (forMs) => void (await fetch(`${emulator.control}/storm/${forMs}`)),
    async betweenLives(work) {
      scene.isPaused = true;
      for (const worker of workers) worker.kill('SIGKILL');
      while (workers.size > 0) await setTimeout(10);
      await work();
      scene.isPaused = false;
    },
  };
  try {
    const lives = Promise.all(Array.from({ length: chaosStore.processes }, live)).finally(() => {
      scene.isOver = true;
    });
    const driving = fault.drive?.(control);
    // Its error is thrown below, when the workers have ended.
    driving?.catch(() => undefined);
    await lives;
    await driving;
    // A request that the gateway holds may still arrive.
    if (fault.late) await setTimeout(fault.late.ms + 500);
    const tookMs = Date.now() - startedMs;
    const stored = await readResults(store, emulator.url, items);
    const seen = await report();
    return {
      store: chaosStore.name,
      fault: fault.name,
      items,
      ...seen,
      ...stored,
      twiceInWindow: seen.twiceWaysMs.filter((wayMs) => wayMs > leaseMs).length,
      startsWhileAway: scene.startsWhileAway,
      storeErrors: [...storeErrors].slice(0, mostShown),
      hits: scene.hits,
      leaseMs,
      limit: limit.requests,
      tookMs,
    };
  } finally {
    scene.isOver = true;
    for (const worker of workers) worker.kill('SIGKILL');
    emulator.process.kill('SIGKILL');
    // A killed process holds its files for a moment.
    await Promise.all([...workers, emulator.process].map(ended));
    await store.close();
  }
}

const mostMs = 600_000;
const mostShown = 5;
const longestShown = 160;

function isTrouble(message: unknown): message is { storeError: string } {
  return typeof message === 'object' && message !== null && 'storeError' in message;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

function startWorker(terms: WorkerTerms): ChildProcess {
  // The test servers trade safety from power failures for speed, and the stores warn of it.
  const env = { ...process.env, NODE_NO_WARNINGS: '1', CHAOS_WORKER: JSON.stringify(terms) };
  const path = fileURLToPath(new URL('worker.ts', import.meta.url));
  return spawn(process.execPath, [path], { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

async function startEmulator(terms: EmulatorTerms): Promise<{ process: ChildProcess; url: string; control: string }> {
  const env = { ...process.env, CHAOS_EMULATOR: JSON.stringify(terms) };
  const path = fileURLToPath(new URL('emulator.ts', import.meta.url));
  const child = spawn(process.execPath, [path], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { process: child, ...(JSON.parse(line) as { url: string; control: string }) };
}

async function readResults(
  store: RunningStore,
  baseUrl: string,
  items: number,
): Promise<{ lost: number; storedTwice: number; wrong: number }> {
  const { openStore } = (await import(store.spec.module)) as StoreModule;
  const xpander = new Xpander({ apiKey: 'key', baseUrl });
  const batch = await openBatch({ xpander, agentId: 'agent-1', name: 'chaos', store: openStore(store.spec) });
  const counts = new Map<string, number>();
  let wrong = 0;
  for await (const { key, index, status, result } of batch.results()) {
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (status !== 'completed' || result !== `R:${textOf(index)}`) wrong += 1;
  }
  await batch.close();
  return { lost: items - counts.size, storedTwice: [...counts.values()].filter((count) => count > 1).length, wrong };
}
