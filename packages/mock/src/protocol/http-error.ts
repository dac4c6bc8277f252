import type { HttpAnswer } from './types.ts';

/** Ends the handling of a request with this answer in place of the handler's. */
export class HttpError extends Error {
  readonly answer: HttpAnswer;

  constructor(answer: HttpAnswer) {
    super(`HTTP ${answer.status}`);
    this.answer = answer;
  }
}

/** Makes a JSON answer. */
export function jsonAnswer(status: number, body: unknown, headers: HttpAnswer['headers'] = {}): HttpAnswer {
  return { status, text: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } };
}

/** Makes an error in the form of FastAPI: `{"detail": …}`. */
export function httpError(status: number, detail: unknown, headers?: HttpAnswer['headers']): HttpError {
  return new HttpError(jsonAnswer(status, { detail }, headers));
}
