import type { CompletedTask } from '../models.ts';
import { hide, nameClass, XpanderError } from './xpander-error.ts';

/** One complaint about an answer that does not fit its schema, in the words of the validator. */
export interface OutputIssue {
  readonly message: string;
  /** Where it is, for example `["cities", 0, "name"]`; empty for the answer as a whole. */
  readonly path: readonly (string | number)[];
}

/** The run completed, and its answer is not what `output` asks for. It is all here, to be mended or asked for again. */
export class OutputError extends XpanderError {
  readonly code = 'output';
  override readonly taskId: string;
  /** The completed task. Not enumerable: it holds the run's content. */
  declare readonly task: CompletedTask;
  /** The answer as it came; empty when there was none. Not enumerable. */
  declare readonly text: string;
  /** What is wrong with it. Not enumerable: validators repeat values in their messages. */
  declare readonly issues: readonly OutputIssue[];

  static {
    nameClass(OutputError, 'OutputError');
  }

  constructor(task: CompletedTask, text: string, issues: readonly OutputIssue[], options?: ErrorOptions) {
    const count = issues.length === 1 ? '1 issue' : `${issues.length} issues`;
    super(`Task ${task.id} completed, but its result does not fit \`output\`: ${count}, see error.issues`, options);
    this.taskId = task.id;
    hide(this, { task, text, issues });
  }
}
