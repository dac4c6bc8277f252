import type { HandlerRequest } from './types.ts';

/** A parameter of the path; the router finds no operation without it. */
export function pathParameter({ pathParameters }: HandlerRequest, name: string): string {
  return pathParameters[name] ?? '';
}
