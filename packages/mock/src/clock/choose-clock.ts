import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { createRealClock } from './real-clock.ts';
import type { Clock, WorkTracker } from './types.ts';
import { createVirtualClock } from './virtual-clock.ts';

/**
 * How long one turn takes while the mock is served over HTTP, in milliseconds. Nobody tells a virtual clock of requests
 * on their way through a socket, so it looks a little longer before it moves on; a slow machine may need longer still.
 */
const SOCKET_TURN_MS = 4;

/** The clock that the `clock` option asks for. */
export function chooseClock(
  choice: 'virtual' | 'real' | Clock | undefined,
  workTracker: WorkTracker,
  isServed: () => boolean,
): Clock {
  if (choice === 'real') return createRealClock();
  if (typeof choice === 'object') return choice;
  return createVirtualClock({ workTracker, turn: () => (isServed() ? delay(SOCKET_TURN_MS) : nextTurn()) });
}
