import { MockConfigurationError } from '../configuration/configuration-error.ts';
import type { TaskRecord, TaskStore } from '../state/types.ts';
import type { MockTask } from './types.ts';

/** Creates the controls of one task. They act on the latest turn of its thread. */
export function createTaskControl(tasks: TaskStore, id: string): MockTask {
  const find = (): TaskRecord => {
    const record = tasks.find(id);
    if (record === undefined) throw new MockConfigurationError(`Task "${id}" does not exist; invoke an agent first.`);
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
    stop: () => tasks.stop(find()),
  };
}
