import { MockConfigurationError } from '../configuration/configuration-error.ts';
import { refuseUnknownMembers } from '../configuration/option-checks.ts';
import type { Pause, PauseOptions, Question } from './types.ts';

/**
 * Makes the value that a script yields to pause its task until `mock.task(id).resume()`, `.reject()` or `.stop()`, or
 * until its questions are answered or its action is approved or denied.
 *
 * @example
 * async function* script() {
 *   yield pause({ hitl: { wait_node_id: 'approve-order' } });
 *   yield 'Ordered.';
 * }
 *
 * @throws MockConfigurationError when it waits for nothing.
 */
export function pause(options: PauseOptions): Pause {
  checkPause('pause()', options);
  refuseUnknownMembers('pause()', options, ['hitl', 'auth', 'questions', 'confirm', 'id']);
  return { type: 'pause', ...options };
}

/** Throws for a pause that waits for nothing. */
export function checkPause(where: string, { hitl, auth, questions, confirm }: PauseOptions): void {
  if (questions !== undefined) checkQuestions(where, questions);
  if (questions !== undefined && confirm !== undefined) {
    throw new MockConfigurationError(`${where} has questions and confirm; a pause waits for one of them.`);
  }
  if ([hitl, auth, questions, confirm].some((each) => each !== undefined)) return;
  throw new MockConfigurationError(
    `${where} needs hitl, auth, questions or confirm, such as { hitl: { wait_node_id: "approval" } }.`,
  );
}

function checkQuestions(where: string, questions: unknown): void {
  const isQuestion = (each: unknown): boolean => {
    const { id, text, options } = Object(each) as Partial<Question>;
    return typeof id === 'string' && typeof text === 'string' && (options === undefined || Array.isArray(options));
  };
  if (Array.isArray(questions) && questions.length > 0 && questions.every(isQuestion)) return;
  throw new MockConfigurationError(
    `${where}.questions must be a list such as [{ id: "period", text: "How often?", options: [{ id, label }] }].`,
  );
}
