import type { OpenAPI3 } from 'openapi-typescript';

/** The components of a description, as far as they are used here. */
type Components = Readonly<Record<string, Readonly<Record<string, { readonly description?: string }>>>>;

/** What the types of the whole description are for. */
const wholes: Readonly<Record<string, string>> = {
  paths: 'Every path of the API, with its operations. `createApiClient` is typed by it.',
  webhooks: 'The webhooks of the API. It describes none.',
  components: 'The schemas, responses, parameters, headers and request bodies that operations share.',
  operations: 'Every operation of the API, by its id.',
  $defs: 'Further definitions. The description has none.',
};

/**
 * Gives each exported type a doc comment: the description of its component. openapi-typescript writes it only where the
 * component is defined, which an editor does not show for the alias. Throws if a component has no description.
 */
export function withRootComments(source: string, document: OpenAPI3): string {
  const components = (document.components ?? {}) as Components;
  return source.replaceAll(/^export (?:interface|type) (\$?\w+)(.*)$/gm, (line, name: string, rest: string) => {
    const [, kind = '', component = ''] = /components\['(\w+)'\]\['(\w+)'\]/.exec(rest.replaceAll('"', "'")) ?? [];
    const text = wholes[name] ?? components[kind]?.[component]?.description;
    if (text === undefined) throw new Error(`The component ${kind}/${component} has no description.`);
    return `${toComment(text.trim())}\n${line}`;
  });
}

function toComment(text: string): string {
  const lines = text.replaceAll('*/', '*\\/').split('\n');
  if (lines.length === 1) return `/** ${lines[0]} */`;
  return ['/**', ...lines.map((line) => ` * ${line}`.trimEnd()), ' */'].join('\n');
}
