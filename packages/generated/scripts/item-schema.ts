import type { Oas3Types } from '@redocly/openapi-core';

type NodeTypes = Record<string, (typeof Oas3Types)[keyof typeof Oas3Types]>;

/**
 * A Redocly plugin: a media type may carry `x-item-schema`, the schema of one event of a stream.
 *
 * OpenAPI 3.1 has no word for it (3.2 calls it `itemSchema`), and the stream's own `schema` has to be `type: string`,
 * because that is what travels and what Prism can serve. With this, references in `x-item-schema` count as references
 * to schemas: `redocly lint` checks them and does not call the events unused, and bundling keeps their names.
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
