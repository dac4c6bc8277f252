import document from '@xpander/generated/openapi.json' with { type: 'json' };
import type { OperationName } from './models.ts';
import type { Operation, Parameter, Schema } from './types.ts';

interface Reference {
  readonly $ref: string;
}
type PathItem = Readonly<Record<string, unknown>> & { readonly parameters?: readonly (Parameter | Reference)[] };
interface OperationObject {
  readonly operationId: OperationName;
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: RequestBody | Reference;
  readonly security?: readonly unknown[];
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}
interface RequestBody {
  readonly content: { readonly 'application/json'?: { readonly schema: Reference } };
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

/** The schemas of the API description, by name. */
export const schemas: Readonly<Record<string, Schema>> = document.components.schemas;

/** Every operation of the API description. */
export const operations: readonly Operation[] = Object.entries<PathItem>(document.paths).flatMap(([path, item]) =>
  METHODS.filter((method) => method in item).map((method) =>
    readOperation(path, method, item, item[method] as OperationObject),
  ),
);

function readOperation(path: string, method: string, item: PathItem, operation: OperationObject): Operation {
  const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])];
  const body = operation.requestBody === undefined ? undefined : resolve<RequestBody>(operation.requestBody);
  return {
    name: operation.operationId,
    method: method.toUpperCase(),
    path,
    parameters: parameters.map((parameter) => resolve<Parameter>(parameter)),
    bodySchema: body?.content['application/json']?.schema.$ref,
    isProtected: operation.security?.length !== 0,
    isStream: operation.responses['200']?.content?.['text/event-stream'] !== undefined,
  };
}

/** Follows a local reference such as `#/components/parameters/TaskId`. */
function resolve<Target>(value: Target | Reference): Target {
  if (typeof value !== 'object' || value === null || !('$ref' in value)) return value as Target;
  const names = value.$ref.slice('#/'.length).split('/');
  return names.reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], document) as Target;
}
