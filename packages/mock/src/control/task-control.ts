import { MockConfigurationError } from '../configuration/configuration-error.ts';
import type { TaskRecord } from '../state/task-record.ts';
import type { TaskStore } from '../state/task-store.ts';

/** What people do to a task from outside the API. */
export interface MockTask {
  /** Says yes to a paused task: it goes on. */
  resume(): void;
  /** Says no to a paused task: it ends as `failed`. */
  reject(): void;
  /** Ends the task as `stopped`; does nothing when it has ended already. */
  stop(): void;
}

/** The controls of one task. They act on the latest turn of its thread. */
export function createTaskControl(store: TaskStore, id: string): MockTask {
  const find = (): TaskRecord => {
    const record = store.find(id);
    if (record === undefined) throw new MockConfigurationError(`There is no task "${id}"; invoke an agent first.`);
    return record;
  };
  const findPaused = (verb: string): TaskRecord => {
    const record = find();
    if (record.task.status === 'paused') return record;
    throw new MockConfigurationError(`Only a paused task can be ${verb}; "${id}" is ${record.task.status}.`);
  };
  find();
  return {
    resume: () => {
      const { apply, run } = findPaused('resumed');
      apply({ type: 'resumed' });
      run.resume();
    },
    reject: () => {
      const { apply, run } = findPaused('rejected');
      apply({ type: 'rejected' });
      run.abandon(new Error('The task was rejected.'));
    },
    stop: () => store.stop(find()),
  };
}
