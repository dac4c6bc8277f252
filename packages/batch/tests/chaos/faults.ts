import { setTimeout } from 'node:timers/promises';
import type { EmulatorTerms } from './emulator.ts';
import type { Scene } from './run-chaos.ts';
import { slowness } from './slowness.ts';
import { type ChaosStore, crashPoints, type Fillable, type RunningStore, type WorkerTerms } from './types.ts';

/** Something that goes wrong while a batch runs. */
export interface Fault {
  readonly name: string;
  readonly leaseMs?: number | undefined;
  readonly late?: EmulatorTerms['late'];
  readonly crash?: WorkerTerms['crash'];
  readonly drive?: ((scene: Scene) => Promise<void>) | undefined;
  /** Why it cannot happen to this store, or not on this machine; `undefined` if it can. */
  readonly gap?: ((store: RunningStore, chaosStore: ChaosStore) => string | undefined) | undefined;
  /** Whether the store forgets how much of the limit is used up, so that the server has to refuse what is too much. */
  readonly forgetsLimit?: boolean | undefined;
}

/** Does this again and again, after pauses of about this length, until the batch is settled. */
async function repeat(scene: Scene, everyMs: number, strike: () => Promise<void> | void): Promise<void> {
  for (;;) {
    await setTimeout(everyMs * slowness * (0.5 + Math.random()) * (scene.processes === 1 ? 4 : 1));
    if (scene.isOver) return;
    await strike();
  }
}

/** Resolves when the agent has run so many items. */
async function untilRan(scene: Scene, items: number): Promise<void> {
  while (!scene.isOver && (await scene.ran()) < items) await setTimeout(100);
}

function killOne(scene: Scene): void {
  const worker = scene.worker();
  if (worker?.kill('SIGKILL')) scene.hit();
}

/** Counts what is started once the store has been away for `afterMs`, and for as long again. */
async function watchStarts(scene: Scene, afterMs: number): Promise<void> {
  await setTimeout(afterMs);
  const before = await scene.starts();
  await setTimeout(afterMs);
  scene.noteStartsWhileAway((await scene.starts()) - before);
}

const storeAwayMs = 30_000;

/** Running items end within this time, and their results are refused. */
const runsEndMs = 3_000 * slowness;
const longestRoomMs = 20_000;

async function fill(scene: Scene, what: Fillable | undefined): Promise<void> {
  await untilRan(scene, 15);
  await what?.fill();
  scene.hit();
  // Pages that have room take some results more.
  for (const untilMs = Date.now() + longestRoomMs; !scene.isRefused() && Date.now() < untilMs; ) await setTimeout(100);
  await watchStarts(scene, runsEndMs);
  await what?.free();
}

async function freezeOne(scene: Scene): Promise<void> {
  const worker = scene.worker();
  if (!worker?.kill('SIGSTOP')) return;
  scene.hit();
  await setTimeout(scene.leaseMs * 1.7);
  worker.kill('SIGCONT');
}

const selfKills: Fault[] = crashPoints.map((at) => ({
  name: `kill -9 of itself: ${at}`,
  crash: { at, share: 0.03, signal: 'SIGKILL' },
}));

export const faults: readonly Fault[] = [
  { name: 'none' },
  { name: 'kill -9 at random', drive: (scene) => repeat(scene, 1_500, () => killOne(scene)) },
  ...selfKills,
  { name: 'SIGSTOP beyond the lease', drive: (scene) => repeat(scene, 1_500, () => freezeOne(scene)) },
  {
    name: 'gateway delivers late, kill -9',
    leaseMs: 4_000,
    late: { ms: 2_500, share: 0.1 },
    drive: (scene) => repeat(scene, 3_000, () => killOne(scene)),
  },
  {
    name: 'store killed and restarted',
    gap: ({ restart }) => (restart === undefined ? 'there is no server' : undefined),
    drive: async (scene) => {
      await untilRan(scene, 15);
      scene.hit();
      await Promise.all([scene.store.restart?.(storeAwayMs), watchStarts(scene, storeAwayMs / 2 - 1_000)]);
    },
  },
  {
    name: 'store emptied, items added again',
    forgetsLimit: true,
    drive: async (scene) => {
      await untilRan(scene, 20);
      scene.hit();
      await scene.betweenLives(() => scene.store.empty());
    },
  },
  {
    name: 'SIGTERM',
    drive: (scene) =>
      repeat(scene, 2_500, () => {
        if (scene.worker()?.kill('SIGTERM')) scene.hit();
      }),
  },
  {
    name: '429 storm',
    drive: (scene) =>
      repeat(scene, 2_500, () => {
        scene.hit();
        return scene.storm(1_500);
      }),
  },
  {
    name: 'disk full',
    gap: ({ disk }) => (disk === undefined ? 'not run: needs the right to mount a small disk' : undefined),
    drive: (scene) => fill(scene, scene.store.disk),
  },
  {
    name: 'memory full',
    gap: ({ memory }) => (memory === undefined ? 'the data is not in memory' : undefined),
    drive: (scene) => fill(scene, scene.store.memory),
  },
  {
    name: 'window: frozen between fence and socket, beyond the lease',
    gap: (_, { processes }) => (processes === 1 ? 'cannot happen: a frozen process keeps its lock' : undefined),
    crash: { at: 'fenced', share: 0.015, signal: 'SIGSTOP' },
  },
  {
    name: 'window: gateway delivers later than the lease, kill -9',
    leaseMs: 500,
    late: { ms: 15_000, share: 0.05 },
    drive: (scene) => repeat(scene, 4_000, () => killOne(scene)),
  },
];
