import type { MockXpander } from '@xpander/mock';
import type { Hooks, RunOptions, Task, Xpander, XpanderOptions } from '@xpander/sdk';
import type { Screen } from './screen.ts';

/** What a scene on the emulator works with. */
export interface Stage {
  readonly mock: MockXpander;
  readonly screen: Screen;
  /** Creates a client that talks to the emulator. */
  readonly connect: (options?: XpanderOptions) => Xpander;
}

/** Polls more often than the client does by default, so that the demo is short. */
export const frequentPolls = { pollIntervalMs: 700 } as const;

/** Opens a scene with its title and the call that it makes. */
export function title(screen: Screen, text: string, code: string): void {
  screen.line();
  screen.line(text);
  screen.line(`   ${code}`);
}

/** Prints each changed snapshot of the task with the time at which the client saw it. */
export function showUpdates(screen: Screen): RunOptions & { onUpdate: (task: Task) => void } {
  const elapsed = startTimer();
  return {
    onUpdate: ({ id, status }) => screen.line(`   ${elapsed().padStart(6)}  task ${id.slice(0, 8)} is ${status}`),
  };
}

/** Returns a function that says how long ago this one was called, such as `1.5 s`. */
export function startTimer(): () => string {
  const startedMs = performance.now();
  return () => `${((performance.now() - startedMs) / 1000).toFixed(1)} s`;
}

/** Shows in place when the next poll of a task comes. */
export function showPolls(screen: Screen): Hooks {
  return {
    onPoll: ({ attempt, delayMs = 0 }) =>
      screen.progress(`   poll ${attempt} of the task in ${(delayMs / 1000).toFixed(1)} s …`),
  };
}
