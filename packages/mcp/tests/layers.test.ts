import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const source = fileURLToPath(new URL('../src', import.meta.url));

/** What `src` holds, from top to bottom. A file imports only from its own folder and from what stands below. */
const layers = [
  'index.ts',
  'bin.ts',
  'command',
  'create-mcp-handler.ts',
  'create-mcp-server.ts',
  'agent-server.ts',
  'tools',
  'runs',
  'results',
  'progress',
  'agents',
  'check-options.ts',
  'schemas.ts',
  'options.ts',
];

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts'));
const layerOf = (file: string): string => file.split('/', 1)[0] ?? '';

function importsOf(file: string): string[] {
  const imports = readFileSync(join(source, file), 'utf8').matchAll(/\bfrom '(\.[^']+\.ts)'/g);
  return [...imports].map(([, target = '']) => normalize(join(dirname(file), target)).replaceAll('\\', '/'));
}

describe('the layers', () => {
  it('name every folder and every top-level file once', () => {
    expect([...layers].sort()).toEqual([...new Set(files.map(layerOf))].sort());
  });

  it.each(layers)('let %s import only from itself and from below', (layer) => {
    const allowed = layers.slice(layers.indexOf(layer));
    const own = files.filter((file) => layerOf(file) === layer);
    const upward = own.flatMap(importsOf).filter((target) => !allowed.includes(layerOf(target)));
    expect(upward).toEqual([]);
  });
});

describe('the public names', () => {
  it('are these', async () => {
    expect(Object.keys(await import('@xpander/mcp')).sort()).toEqual(['createMcpHandler', 'createMcpServer']);
  });
});
