/**
 * Rewrites the comments of openapi-typescript so that editors show them as plain text.
 *
 * A hover prints the tag `@description` literally, and `@enum` and `@constant` repeat what the type says. Those tags go.
 * `@default` and `@example` stay, except for an empty default.
 */
export function plainComments(source: string): string {
  return source.replaceAll(/^( *)\/\*\*([\s\S]*?)\*\/\n/gm, (_, indent: string, body: string) =>
    commentOf(indent, plainLines(linesOf(body))),
  );
}

function linesOf(body: string): string[] {
  const lines = body.split('\n').map((line) => line.replace(/^ *\* ?/, '').trimEnd());
  return lines.length === 1 ? lines.map((line) => line.trim()) : lines.slice(1, -1);
}

function plainLines(lines: readonly string[]): string[] {
  const plain: string[] = [];
  let isDescription = false;
  for (const line of lines) {
    const [, description] = /^@description (.*)/.exec(line) ?? [];
    if (line.startsWith('@')) isDescription = description !== undefined;
    if (/^@(enum \{\w+\}|constant|default)$/.test(line)) continue;
    // A paragraph of its own, after a summary.
    if (description !== undefined && plain.length > 0) plain.push('');
    // Markdown takes a paragraph that is indented by four spaces for code.
    plain.push(description ?? (isDescription ? line.replace(/^ {4}/, '') : line));
  }
  return plain;
}

function commentOf(indent: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`, ''].join('\n');
}
