import type { Oas3Types } from '@redocly/openapi-core';

type NodeTypes = Record<string, (typeof Oas3Types)[keyof typeof Oas3Types]>;

/**
 * A Redocly plugin for `x-item-schema`, the schema of one event of a stream, in a media type.
 *
 * OpenAPI 3.1 has no keyword for it (3.2 has `itemSchema`), and the `schema` of a stream must be `type: string`, because
 * Prism can serve nothing else. With this plugin `redocly lint` checks the references in `x-item-schema` and does not
 * report the events as unused, and bundling keeps their names.
 */
export default function itemSchema(): {
  id: string;
  typeExtension: { oas3: (types: NodeTypes) => NodeTypes };
} {
  return { id: 'item-schema', typeExtension: { oas3: withItemSchema } };
}

function withItemSchema(types: NodeTypes): NodeTypes {
  const { MediaType } = types;
  if (MediaType === undefined) throw new Error('This Redocly no longer has a node type called MediaType.');
  const properties = { ...MediaType.properties, 'x-item-schema': 'Schema' };
  return { ...types, MediaType: { ...MediaType, properties } };
}
