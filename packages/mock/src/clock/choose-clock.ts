import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { createRealClock } from './real-clock.ts';
import type { Clock, WorkTracker } from './types.ts';
import { createVirtualClock } from './virtual-clock.ts';

/**
 * The length of one turn while the mock is served over HTTP, in milliseconds. A virtual clock cannot see a request that
 * is still in a socket, so it waits longer before it moves. A slow machine may need a longer turn.
 */
const SOCKET_TURN_MS = 4;

/** Returns the clock that the `clock` option selects. */
export function chooseClock(
  choice: 'virtual' | 'real' | Clock | undefined,
  workTracker: WorkTracker,
  isServed: () => boolean,
): Clock {
  if (choice === 'real') return createRealClock();
  if (typeof choice === 'object') return choice;
  return createVirtualClock({ workTracker, turn: () => (isServed() ? delay(SOCKET_TURN_MS) : nextTurn()) });
}
