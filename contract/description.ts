import { createRequire } from 'node:module';
import type { operations } from '@xpander/generated';

export type OperationName = keyof operations;

/** An example of a response in the description. */
export interface DocumentedResponse {
  readonly operation: OperationName;
  readonly status: number;
  readonly mediaType: string;
  readonly example: string;
  readonly value: unknown;
  /** The names of the declared headers, in lower case. */
  readonly headers: readonly string[];
}

/** An example of a request body in the description. */
export interface DocumentedRequest {
  readonly operation: OperationName;
  readonly example: string;
  readonly value: unknown;
}

interface Reference {
  readonly $ref: string;
}
interface Example {
  readonly value: unknown;
}
interface Body {
  readonly content?: Readonly<Record<string, { examples?: Record<string, Example | Reference> }>>;
  readonly headers?: Readonly<Record<string, unknown>>;
}
interface Operation {
  readonly operationId: OperationName;
  readonly requestBody?: Body | Reference;
  readonly responses: Readonly<Record<string, Body | Reference>>;
}
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation | readonly Reference[]>>>>;
}

const description: Description = createRequire(import.meta.url)('@xpander/generated/openapi.json');

const allOperations: readonly Operation[] = Object.values(description.paths)
  .flatMap((item) => Object.values(item))
  .filter((member) => 'operationId' in member);

export const operationNames: readonly OperationName[] = allOperations.map(({ operationId }) => operationId);

/** The response statuses of each operation, with or without a body. */
export const documentedStatuses: ReadonlyMap<OperationName, readonly number[]> = new Map(
  allOperations.map(({ operationId, responses }) => [operationId, Object.keys(responses).map(Number)]),
);

/** All examples of all responses. A response without a body has none. */
export const documentedResponses: readonly DocumentedResponse[] = allOperations.flatMap((operation) =>
  Object.entries(operation.responses).flatMap(([status, response]) => {
    const { content = {}, headers = {} } = resolve(response);
    const declared = Object.keys(headers).map((name) => name.toLowerCase());
    return Object.keys(content).flatMap((mediaType) =>
      examplesOf(content, mediaType, `${operation.operationId} ${status}`).map((example) => ({
        operation: operation.operationId,
        status: Number(status),
        mediaType,
        ...example,
        headers: declared,
      })),
    );
  }),
);

/** All examples of all request bodies. */
export const documentedRequests: readonly DocumentedRequest[] = allOperations.flatMap(({ operationId, requestBody }) =>
  requestBody === undefined
    ? []
    : examplesOf(resolve(requestBody).content ?? {}, 'application/json', `${operationId} request`).map((example) => ({
        operation: operationId,
        ...example,
      })),
);

/** Fails for a body without an example, because no test would cover it. */
function examplesOf(
  content: NonNullable<Body['content']>,
  mediaType: string,
  place: string,
): readonly { example: string; value: unknown }[] {
  const examples = Object.entries(content[mediaType]?.examples ?? {});
  if (examples.length === 0) throw new Error(`${place} has no example of ${mediaType}: add one to openapi/`);
  return examples.map(([example, found]) => ({ example, value: resolve(found).value }));
}

function resolve<T extends object>(value: T | Reference): T {
  if (!('$ref' in value)) return value;
  const target = value.$ref
    .slice('#/'.length)
    .split('/')
    .reduce<unknown>((parent, key) => (parent as Record<string, unknown>)[key], description);
  return resolve(target as T | Reference);
}
