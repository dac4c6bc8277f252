import type { Task } from '../models.ts';
import { hasQuestionOf } from './end-detection.ts';
import type { EndMark, TurnText } from './types.ts';

/** Whether the record shows the turn of this text. The server may trim a text, or change its white space. */
export function showsTurn(task: Task, { sent, answered }: TurnText): boolean {
  const shown = normalize(task.input?.text);
  return shown !== '' && (shown === normalize(sent) || shown === normalize(answered));
}

/**
 * Whether the record shows another turn of the thread, so that this turn's answer is lost.
 *
 * Without a text on either side, nothing is concluded. A stale read may still show one of the `earlier` turns.
 */
export function showsOtherTurn(task: Task, text: TurnText, earlier: readonly EndMark[]): boolean {
  if (normalize(text.answered) === '' || normalize(task.input?.text) === '') return false;
  return !showsTurn(task, text) && !earlier.some((end) => hasQuestionOf(task, end));
}

function normalize(text: string | null | undefined): string {
  return typeof text === 'string' ? text.trim().replace(/\s+/g, ' ') : '';
}
