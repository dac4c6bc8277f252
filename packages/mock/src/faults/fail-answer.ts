import { jsonAnswer } from '../protocol/http-error.ts';
import { RATE_LIMIT_DETAIL } from '../protocol/rate-limit-answer.ts';
import type { HttpAnswer } from '../protocol/types.ts';
import type { FailOptions } from './types.ts';

const DETAILS: Readonly<Record<number, unknown>> = {
  400: 'Bad Request',
  401: 'Invalid or missing API key',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  422: [{ type: 'missing', loc: ['body', 'input'], msg: 'Field required', input: {} }],
  429: RATE_LIMIT_DETAIL,
};

const GATEWAY_TITLES: Readonly<Record<number, string>> = {
  502: '502 Bad Gateway',
  503: '503 Service Temporarily Unavailable',
  504: '504 Gateway Time-out',
};

/** Makes the answer of a `fail()`. Defaults follow the API and the gateway in front of it. */
export function failAnswer({ status, body, contentType, headers }: FailOptions): HttpAnswer {
  const answer = body === undefined ? usualAnswer(status) : givenAnswer(status, body);
  const typed = contentType === undefined ? {} : { 'content-type': contentType };
  return { ...answer, headers: { ...answer.headers, ...typed, ...headers } };
}

function givenAnswer(status: number, body: unknown): HttpAnswer {
  return typeof body === 'string' ? textAnswer(status, body, 'text/plain; charset=utf-8') : jsonAnswer(status, body);
}

function usualAnswer(status: number): HttpAnswer {
  const title = GATEWAY_TITLES[status];
  if (title !== undefined) {
    const page = `<html><head><title>${title}</title></head><body><center><h1>${title}</h1></center></body></html>`;
    return textAnswer(status, page, 'text/html');
  }
  if (status === 500) return textAnswer(status, 'Internal Server Error', 'text/plain; charset=utf-8');
  return jsonAnswer(status, { detail: DETAILS[status] ?? `HTTP ${status}` });
}

function textAnswer(status: number, text: string, contentType: string): HttpAnswer {
  return { status, text, headers: { 'content-type': contentType } };
}
