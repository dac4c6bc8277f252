import { jsonSchema, OutputError, parseOutput, type Task } from '@xpander/sdk';

/** The answer of a run as text. An object, which a server may send for JSON, becomes JSON. */
export function answerOf({ result }: Task): string {
  const answer: unknown = result;
  if (answer === null || answer === undefined) return '';
  return typeof answer === 'string' ? answer : JSON.stringify(answer);
}

/**
 * The JSON of an answer, without a fence around it. The pieces of the stream stand in for a result that is missing. An
 * answer that is no JSON stays as it is: the AI SDK reports it.
 */
export async function jsonAnswerOf(task: Task, pieces: string): Promise<string> {
  const answered = answerOf(task) === '' ? { ...task, result: pieces } : task;
  try {
    return JSON.stringify(await parseOutput(answered, jsonSchema<unknown>({})));
  } catch (error) {
    if (error instanceof OutputError) return answerOf(answered);
    throw error;
  }
}

/** Whether the pieces of a stream end with the answer, apart from white space. */
export function endsWithAnswer(pieces: string, answer: string): boolean {
  return pieces.replaceAll(/\s+/g, '').endsWith(answer.replaceAll(/\s+/g, ''));
}
