import { untilAborted } from '../async/abort.ts';
import { createDeferred } from '../async/deferred.ts';
import { ignore } from '../async/ignore.ts';
import type { Core } from '../core/types.ts';
import type { Task, TaskEvent } from '../models.ts';
import { waitForEnd } from '../polling/wait-for-end.ts';
import { finalStatus } from '../tasks/task-status.ts';
import type { OpenTurn } from './types.ts';

/** The events of a run that was found by its key: `task_updated` for each change that a poll shows. Returns the task at its end. */
export async function* followFound(core: Core, turn: OpenTurn, found: Task): AsyncGenerator<TaskEvent, Task> {
  const { earlier, seen, text, operation, leaving } = turn;
  const { onUpdate } = operation.options;
  if (onUpdate) await untilAborted(leaving, async () => onUpdate(found));
  if (finalStatus(found)) return found;
  const changes = [found];
  let changed = createDeferred<void>();
  const note = async (task: Task): Promise<void> => {
    if (!finalStatus(task)) changes.push(task);
    changed.resolve();
    await onUpdate?.(task);
  };
  const polling = { ...operation, signal: leaving, options: { ...operation.options, onUpdate: note } };
  const awaited = { id: found.id, snapshot: found, earlier, seen, text };
  const waiting = untilAborted(leaving, () => waitForEnd(core, awaited, polling));
  // The reader may be slow, or have left.
  waiting.catch(ignore);
  for (;;) {
    for (const task of changes.splice(0)) yield { type: 'task_updated', task_id: task.id, data: task };
    const end = await Promise.race([waiting, changed.promise]);
    if (end && changes.length === 0) return end;
    changed = createDeferred();
  }
}
