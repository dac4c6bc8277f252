import { type Body, type Document, operationsOf, resolve } from '../spec/document.ts';

export interface Totals {
  readonly operations: number;
  readonly schemas: number;
  readonly parameters: number;
  /** Named examples. An example that is used several times counts once. */
  readonly examples: number;
  /** Examples as they are served, counted for each operation, status and media type. */
  readonly servedExamples: number;
}

export function totalsOf(document: Document): Totals {
  const operations = operationsOf(document);
  const bodies = operations.flatMap(({ operation: { requestBody, responses = {} } }) =>
    [requestBody, ...Object.values(responses)].flatMap((body) => (body === undefined ? [] : [body])),
  );
  const examples = bodies.flatMap((body) =>
    Object.values(resolve<Body>(document, body).content ?? {}).flatMap((content) =>
      Object.values(content.examples ?? {}),
    ),
  );
  return {
    operations: operations.length,
    schemas: Object.keys(document.components?.schemas ?? {}).length,
    parameters: Object.keys(document.components?.parameters ?? {}).length,
    examples: new Set(examples.map((example) => JSON.stringify(example))).size,
    servedExamples: examples.length,
  };
}
