interface Schema {
  readonly [keyword: string]: unknown;
}

/**
 * Makes up a value for a JSON Schema: its constant, default, first choice or first example, and otherwise the simplest
 * value of its type. Ignores references and patterns.
 */
export function sampleFromSchema(schema: Schema): unknown {
  for (const keyword of ['const', 'default']) if (keyword in schema) return schema[keyword];
  for (const keyword of ['enum', 'examples']) {
    const choices = schema[keyword];
    if (Array.isArray(choices) && choices.length > 0) return choices[0];
  }
  for (const keyword of ['anyOf', 'oneOf', 'allOf']) {
    const branches = schema[keyword];
    if (Array.isArray(branches) && isSchema(branches[0])) return sampleFromSchema(branches[0]);
  }
  return sampleForType(schema);
}

function sampleForType(schema: Schema): unknown {
  switch ([schema.type].flat()[0]) {
    case 'string':
      return 'example'
        .padEnd(asNumber(schema.minLength), '.')
        .slice(0, asNumber(schema.maxLength, Number.POSITIVE_INFINITY));
    case 'integer':
    case 'number':
      return asNumber(schema.minimum, asNumber(schema.exclusiveMinimum, -1) + 1);
    case 'boolean':
      return true;
    case 'array':
      return isSchema(schema.items) ? [sampleFromSchema(schema.items)] : [];
    case 'null':
      return null;
    default:
      return sampleObject(schema.properties);
  }
}

function sampleObject(properties: unknown): Record<string, unknown> {
  if (!isSchema(properties)) return {};
  const entries = Object.entries(properties).filter((entry): entry is [string, Schema] => isSchema(entry[1]));
  return Object.fromEntries(entries.map(([name, schema]) => [name, sampleFromSchema(schema)]));
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asNumber(value: unknown, fallback = 0): number {
  return typeof value === 'number' ? value : fallback;
}
