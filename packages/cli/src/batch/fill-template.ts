import { usageError } from '../failures/command-error.ts';
import { suggest } from '../input/suggest.ts';

/**
 * Puts the values of a row into a prompt: `{column}` is a value, `{{` and `}}` are braces.
 *
 * @throws CommandError for a column that the row does not have.
 */
export function fillTemplate(template: string, row: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{|\}\}|\{([^{}]+)\}/g, (match, name: string | undefined) => {
    if (name === undefined) return match.charAt(0);
    const value = Object.hasOwn(row, name) ? row[name] : undefined;
    if (value !== undefined) return value;
    const columns = Object.keys(row);
    const fix = suggest(name, columns) || ` There are ${columns.join(', ')}. Write {{ for a brace.`;
    throw usageError(`--prompt: the file has no column "${name}".${fix}`);
  });
}
