import type { Answer } from './types.ts';

/** Ends the handling of a request with this answer in place of the handler's. */
export class HttpError extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`HTTP ${answer.status}`);
    this.answer = answer;
  }
}

/** Makes a JSON answer. */
export function jsonAnswer(status: number, body: unknown, headers: Answer['headers'] = {}): Answer {
  return { status, text: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } };
}

/** Makes an error in the form of FastAPI: `{"detail": …}`. */
export function httpError(status: number, detail: unknown, headers?: Answer['headers']): HttpError {
  return new HttpError(jsonAnswer(status, { detail }, headers));
}
