import type { Question } from '../agents/types.ts';
import type { QuestionAnswer } from './types.ts';

/** What does not fit in answers to these questions, in words, or `undefined` if they fit. */
export function problemIn(questions: readonly Question[], answers: readonly QuestionAnswer[]): string | undefined {
  const unknown = answers.find(({ question_id: id }) => !questions.some((question) => question.id === id));
  if (unknown !== undefined) return `There is no question "${unknown.question_id}"`;
  for (const question of questions) {
    const given = answers.filter(({ question_id: id }) => id === question.id);
    const [answer] = given;
    if (answer === undefined) return `Question "${question.id}" has no answer`;
    if (given.length > 1) return `Question "${question.id}" has several answers`;
    const problem = problemOf(question, answer);
    if (problem !== undefined) return `Question "${question.id}" ${problem}`;
  }
  return undefined;
}

function problemOf(question: Question, answer: QuestionAnswer): string | undefined {
  const { options = [], allow_multiple: isMultiple = false } = question;
  const chosen = answer.selected_option_ids ?? [];
  const unknown = chosen.find((id) => !options.some((option) => option.id === id));
  if (unknown !== undefined) return `has no option "${unknown}"`;
  if (chosen.length > 1 && !isMultiple) return 'allows one option';
  const text = answer.free_text ?? answer.answer ?? '';
  if (chosen.length > 0) return undefined;
  if (text.trim() === '') return 'has an empty answer';
  return options.length === 0 || question.allow_free_text === true || isLabel(question, answer.answer)
    ? undefined
    : 'allows its options only';
}

/** The newer form has the label of an option in place of its id. */
function isLabel({ options = [] }: Question, answer: string | null | undefined): boolean {
  return options.some(({ id, label }) => answer === id || answer === label);
}
