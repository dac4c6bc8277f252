import { type Document, isObject, targetOf } from '../spec/document.ts';

/** Whether a schema is part of requests, of responses, or of both. */
export interface Usage {
  readonly isSent: boolean;
  readonly isReceived: boolean;
}

/** Finds out for each named schema whether requests or responses refer to it. */
export function usageOf(document: Document): (schemaName: string) => Usage {
  const sent = new Set<string>();
  const received = new Set<string>();
  for (const value of Object.values(document.paths)) {
    if (!isObject(value)) continue;
    reach(document, value.parameters, sent);
    for (const operation of Object.values(value).filter(isObject)) {
      reach(document, [operation.parameters, operation.requestBody], sent);
      reach(document, operation.responses, received);
    }
  }
  const nameOf = (schemaName: string): string => `#/components/schemas/${schemaName}`;
  return (schemaName) => ({ isSent: sent.has(nameOf(schemaName)), isReceived: received.has(nameOf(schemaName)) });
}

/** Collects all references within a value, and those within their targets. */
function reach(document: Document, value: unknown, found: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) reach(document, item, found);
  if (!isObject(value)) return;
  if (typeof value.$ref === 'string' && !found.has(value.$ref)) {
    found.add(value.$ref);
    reach(document, targetOf(document, value.$ref), found);
  }
  for (const inner of Object.values(value)) reach(document, inner, found);
}
