import { readFile } from 'node:fs/promises';

interface Reference {
  $ref: string;
}
interface Example {
  value: unknown;
}
interface Content {
  schema: object;
  'x-item-schema'?: object;
  examples?: Record<string, Example | Reference>;
}
interface Body {
  /** Missing if the response has no body. */
  content?: Record<string, Content>;
}
interface Operation {
  operationId: string;
  requestBody?: Body | Reference;
  responses: Record<string, Body | Reference>;
}
interface Document {
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation | Reference[]>>;
  components: Record<string, Record<string, object>>;
}

export interface LocatedContent {
  /** The place in the description, such as `getTask 200 application/json`. */
  place: string;
  schema: object;
  /** The schema of one event, if the body is a stream. */
  itemSchema: object | undefined;
  examples: { name: string; value: unknown }[];
}

const file = new URL('../src/openapi.gen.json', import.meta.url);

/** The bundled description. */
export const document: Document = JSON.parse(await readFile(file, 'utf8'));

/** All request and response bodies of the description. */
export const contents: LocatedContent[] = operations().flatMap(({ operationId, requestBody, responses }) => [
  ...(requestBody ? located(`${operationId} request`, requestBody) : []),
  ...Object.entries(responses).flatMap(([status, response]) => located(`${operationId} ${status}`, response)),
]);

/** The responses without a body. */
export const bodilessResponses: string[] = operations().flatMap(({ operationId, responses }) =>
  Object.entries(responses)
    .filter(([, response]) => resolved(response).content === undefined)
    .map(([status]) => `${operationId} ${status}`),
);

function operations(): Operation[] {
  return Object.values(document.paths)
    .flatMap((item) => Object.values(item))
    .filter((member) => 'operationId' in member);
}

function located(place: string, body: Body | Reference): LocatedContent[] {
  return Object.entries(resolved(body).content ?? {}).map(([mediaType, { schema, examples = {}, ...content }]) => ({
    place: `${place} ${mediaType}`,
    schema,
    itemSchema: content['x-item-schema'],
    examples: Object.entries(examples).map(([name, example]) => ({ name, value: resolved(example).value })),
  }));
}

function resolved<T extends object>(value: T | Reference): T {
  if (!('$ref' in value)) return value;
  const target = value.$ref
    .slice('#/'.length)
    .split('/')
    .reduce<unknown>((parent, key) => Object(parent)[key], document);
  return resolved(target as T | Reference);
}
