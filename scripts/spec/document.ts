/** The part of a JSON Schema that these scripts use, in the form of OpenAPI 3.0 or 3.1. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly nullable?: boolean;
  readonly format?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  /** Marks a string that allows other values than the enums in the same union. */
  readonly 'x-open'?: boolean;
  readonly 'x-source'?: unknown;
}

export interface Reference {
  readonly $ref: string;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: Schema;
  readonly 'x-source'?: unknown;
}

export interface MediaType {
  readonly schema?: Schema;
  readonly 'x-item-schema'?: Schema;
  readonly examples?: Readonly<Record<string, unknown>>;
}

export interface Body {
  readonly content?: Readonly<Record<string, MediaType>>;
  readonly headers?: Readonly<Record<string, unknown>>;
}

export interface Operation {
  readonly operationId?: string;
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: Body | Reference;
  readonly responses?: Readonly<Record<string, Body | Reference>>;
  readonly security?: readonly unknown[];
  readonly 'x-source'?: unknown;
}

/** A bundled OpenAPI document. */
export interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, unknown>>;
  readonly components?: {
    readonly schemas?: Readonly<Record<string, Schema>>;
    readonly parameters?: Readonly<Record<string, Parameter>>;
    readonly headers?: Readonly<Record<string, { readonly 'x-source'?: unknown }>>;
    readonly securitySchemes?: Readonly<Record<string, { readonly in?: string; readonly name?: string }>>;
  };
}

export interface LocatedOperation {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
  /** The parameters of the path and of the operation. */
  readonly parameters: readonly Parameter[];
}

/** A document is invalid or cannot be read. The message is printed as it is. */
export class DocumentError extends Error {
  override readonly name: string = 'DocumentError';
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

export function operationsOf(document: Document): LocatedOperation[] {
  return Object.entries(document.paths).flatMap(([path, value]) => {
    const item = objectAt(document, value, path) as Record<string, Operation> & Pick<Operation, 'parameters'>;
    return methods.flatMap((method) => {
      if (item[method] === undefined) return [];
      const operation = objectAt(document, item[method], `${method} ${path}`) as Operation;
      const parameters = [item.parameters ?? [], operation.parameters ?? []]
        .flat()
        .map((parameter) => objectAt(document, parameter, `A parameter of ${method} ${path}`) as Parameter);
      return [{ method, path, operation, parameters }];
    });
  });
}

/** Follows references within the document until it finds an object without `$ref`. */
export function resolve<T extends object>(document: Document, value: T | Reference): T {
  const seen = new Set<unknown>();
  let current: object = value;
  while ('$ref' in current && typeof current.$ref === 'string') {
    if (seen.has(current)) throw new DocumentError(`${current.$ref} refers to itself.`);
    seen.add(current);
    current = targetOf(document, current.$ref);
  }
  return current as T;
}

/** Returns the target of a reference, which may be a reference itself. */
export function targetOf(document: Document, reference: string): object {
  if (!reference.startsWith('#/')) {
    throw new DocumentError(`${reference} points outside the document. Bundle the document into one file first.`);
  }
  let current: unknown = document;
  for (const step of reference.slice(2).split('/')) {
    const key = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    current = isObject(current) && Object.hasOwn(current, key) ? current[key] : undefined;
  }
  if (!isObject(current)) throw new DocumentError(`${reference} has no target.`);
  return current;
}

function objectAt(document: Document, value: unknown, place: string): object {
  if (!isObject(value)) throw new DocumentError(`${place} is not an object.`);
  return '$ref' in value && typeof value.$ref === 'string' ? resolve(document, value as object) : value;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
