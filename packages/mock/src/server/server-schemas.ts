import type { Schema } from '../protocol/types.ts';

type Schemas = Readonly<Record<string, Schema>>;

/**
 * The schemas of the description as the server checks requests. It accepts more than the description allows: it ignores
 * unknown members, and requires only the e-mail address of a user. With `strictUser` it requires a user with an id and an
 * e-mail address, as the API's documentation does.
 */
export function serverSchemas(all: Schemas, strictUser: boolean): Schemas {
  return withToolTag(withoutClosedObjects(strictUser ? demandUser(all) : lenientUser(all)) as Schemas);
}

/** In a union, a closed object would turn an unknown member into an error about the other alternatives. */
function withoutClosedObjects(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutClosedObjects);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name, inner]) => name !== 'additionalProperties' || inner !== false);
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutClosedObjects(inner)]));
}

/** Makes the error of a tool about its own type, instead of about all five. */
function withToolTag({ AddAgentToolRequest: tool, ...all }: Schemas): Schemas {
  const AddAgentToolRequest = { type: 'object', oneOf: tool?.anyOf, discriminator: { propertyName: 'type' } };
  return { ...all, AddAgentToolRequest };
}

function lenientUser(all: Schemas): Schemas {
  const properties = { ...(all.User?.properties as object), id: { type: ['string', 'null'] } };
  return { ...all, User: { ...all.User, properties, required: ['email'] } };
}

function demandUser(all: Schemas): Schemas {
  const user = { $ref: '#/components/schemas/User' };
  const properties = { ...(all.InvokeInput?.properties as object), user };
  return { ...all, InvokeInput: { ...all.InvokeInput, properties, required: ['user'] } };
}
