/** What a bundler's plugin needs here. */
interface Plugin {
  readonly name: string;
  transform(code: string, file: string): string | undefined;
}

interface Description {
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

/** Leaves of the API description only the schema of an invocation, so that the bundle does not carry the whole of it. */
export function trimApiDescription(): Plugin {
  return {
    name: 'trim-api-description',
    transform: (code, file) => {
      if (!/openapi(\.gen)?\.json$/.test(file)) return undefined;
      const { schemas } = (JSON.parse(code) as Description).components;
      return JSON.stringify({ components: { schemas: reachable(schemas, 'InvokeRequest') } });
    },
  };
}

function reachable(schemas: Readonly<Record<string, unknown>>, root: string): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const visit = (name: string): void => {
    if (name in found) return;
    found[name] = schemas[name];
    for (const [, next = ''] of JSON.stringify(schemas[name]).matchAll(/#\/components\/schemas\/(\w+)/g)) visit(next);
  };
  visit(root);
  return found;
}
