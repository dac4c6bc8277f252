import type { Answer } from './types.ts';

/** Ends the handling of a request with an answer other than the handler's own. */
export class HttpError extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`HTTP ${answer.status}`);
    this.answer = answer;
  }
}

/** An answer in JSON. */
export function jsonAnswer(status: number, body: unknown, headers: Answer['headers'] = {}): Answer {
  return { status, text: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } };
}

/** An error as FastAPI prints it: `{"detail": …}`. */
export function httpError(status: number, detail: unknown, headers?: Answer['headers']): HttpError {
  return new HttpError(jsonAnswer(status, { detail }, headers));
}
