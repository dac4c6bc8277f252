import { describe, expect, it } from 'vitest';
import { readLayers } from '../../../layers.shared.ts';

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

const source = readLayers(new URL('../src', import.meta.url), layers);

describe('the layers', () => {
  it('name every folder and every top-level file once', () => {
    expect([...layers].sort()).toEqual([...source.found].sort());
  });

  it.each(layers)('let %s import only from itself and from below', (layer) => {
    expect(source.upward(layer)).toEqual([]);
  });
});

describe('the public names', () => {
  it('are these', async () => {
    expect(Object.keys(await import('@xpander/mcp')).sort()).toEqual(['createMcpHandler', 'createMcpServer']);
  });
});
