import { operations } from '../protocol/api-description.ts';
import { httpError } from '../protocol/http-error.ts';
import type { OperationName } from '../protocol/models.ts';
import type { Route } from './types.ts';

const patterns = operations.map((operation) => ({ operation, pattern: toPattern(operation.path) }));

/**
 * Finds the operation a request is for.
 *
 * @throws HttpError 404 for an unknown path and 405 for a wrong method, with FastAPI's texts.
 */
export function findRoute(method: string, path: string): Route {
  const matches = matchesOf(path);
  if (matches.length === 0) throw httpError(404, 'Not Found');
  const route = matches.find(({ operation }) => operation.method === method);
  if (route !== undefined) return { ...route, pathParameters: decodeAll(route.pathParameters) };
  throw httpError(405, 'Method Not Allowed', { allow: matches.map(({ operation }) => operation.method).join(', ') });
}

/** The name of the operation with this method and path, if there is one. */
export function operationOf(method: string, path: string): OperationName | undefined {
  return matchesOf(path).find(({ operation }) => operation.method === method)?.operation.name;
}

/** The operations of a path, in the order of the description. `/v1/agents/full` precedes `/v1/agents/{agent_id}`. */
function matchesOf(path: string): Route[] {
  return patterns.flatMap(({ operation, pattern }) => {
    const match = pattern.exec(path);
    return match === null ? [] : [{ operation, pathParameters: { ...match.groups } }];
  });
}

function toPattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
}

function decodeAll(parameters: Readonly<Record<string, string>>): Record<string, string> {
  try {
    return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, decodeURIComponent(value)]));
  } catch {
    throw httpError(404, 'Not Found');
  }
}
