import type { CompletedTask } from '../models.ts';
import { type Caused, hide, nameClass, XpanderError } from './xpander-error.ts';

/** One reason why an answer does not match its schema, in the words of the validator. */
export interface OutputIssue {
  readonly message: string;
  /** Its place in the answer, for example `["cities", 0, "name"]`. Empty for the answer as a whole. */
  readonly path: readonly (string | number)[];
}

/** The run completed, but its answer does not match `output`. The error carries the whole answer. */
export class OutputError extends XpanderError {
  readonly code = 'output';
  override readonly taskId: string;
  /** The completed task. Not enumerable, because it contains the run's content. */
  declare readonly task: CompletedTask;
  /** The answer as received; empty if there was none. Not enumerable. */
  declare readonly text: string;
  /** What is wrong with the answer. Not enumerable, because validators repeat values in their messages. */
  declare readonly issues: readonly OutputIssue[];

  static {
    nameClass(OutputError, 'OutputError');
  }

  constructor(task: CompletedTask, text: string, issues: readonly OutputIssue[], options?: Caused) {
    const count = issues.length === 1 ? '1 issue' : `${issues.length} issues`;
    const problem = 'its result does not match `output`';
    super(`Task ${task.id} completed, but ${problem}: ${count}, see \`error.issues\``, options);
    this.taskId = task.id;
    hide(this, { task, text, issues });
  }
}
