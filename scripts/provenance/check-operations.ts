import { type Document, operationsOf, resolve } from '../spec/document.ts';
import type { OperationFact } from './facts.ts';
import type { Finding } from './finding.ts';

/** Compares path, method, status and key of an operation with the description. */
export function checkOperation(document: Document, fact: OperationFact): Finding[] {
  const found = operationsOf(document).find(({ operation }) => operation.operationId === fact.operation);
  const { source, where, operation: place } = fact;
  if (found === undefined) {
    return [{ source, where, place, aspect: 'existence', documents: 'present', description: 'missing' }];
  }
  const line = (method: string, path: string): string => `${method.toUpperCase()} ${path}`;
  const success = Object.keys(found.operation.responses ?? {}).find((status) => status.startsWith('2'));
  const comparisons: [Finding['aspect'], unknown, unknown][] = [
    ['path', line(fact.method, fact.path), line(found.method, found.path)],
    ['status', String(fact.status), success],
    ['key', fact.key, keyHeader(document, found.operation.security)],
  ];
  return comparisons
    .filter(([, documents, description]) => documents !== description)
    .map(([aspect, documents, description]) => ({ source, where, place, aspect, documents, description }));
}

/** The header that carries the key. An operation without `security` uses that of the document. */
function keyHeader(document: Document, security: readonly unknown[] | undefined): string | undefined {
  if (security?.length === 0) return undefined;
  const schemes = Object.values(document.components?.securitySchemes ?? {}).map((scheme) => resolve(document, scheme));
  return schemes.find((scheme) => scheme.in === 'header')?.name;
}
