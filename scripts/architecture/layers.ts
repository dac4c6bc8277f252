/** Draws layers as a stack, from the top down. */
export function drawLayers(layers: Readonly<Record<string, string>>): string {
  const width = Math.max(...Object.keys(layers).map((name) => name.length));
  const rows = Object.entries(layers).map(([name, purpose]) => `${name.padEnd(width)}  ${purpose}`);
  const length = Math.max(...rows.map((row) => row.length));
  const line = '─'.repeat(length + 2);
  return [`┌${line}┐`, ...rows.map((row) => `│ ${row.padEnd(length)} │`), `└${line}┘`].join('\n');
}
