import type { HandlerRequest } from './types.ts';

/** Returns a path parameter, or an empty string if the operation has no such parameter. */
export function pathParameter({ pathParameters }: HandlerRequest, name: string): string {
  return pathParameters[name] ?? '';
}
