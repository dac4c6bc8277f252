import type { AwaitedTask, Core, Operation } from '../core/types.ts';
import type { Task } from '../models.ts';
import { waitForOne } from './wait-for-one.ts';

/** Waits until a task has ended: together with the other tasks of its batch, or by itself. */
export function waitForEnd(core: Core, awaited: AwaitedTask, operation: Operation): Promise<Task> {
  const group = core.batch?.group;
  return group === undefined ? waitForOne(core, awaited, operation) : group.wait(awaited, operation);
}
