import { describe, expect, it } from 'vitest';
import { readLayers } from '../../../layers.shared.ts';

/** What `src` holds, from top to bottom. A file imports only from its own folder and from layers below. */
const layers = [
  'bin.ts',
  'main.ts',
  'program',
  'commands',
  'batch',
  'chat',
  'completion',
  'doctor',
  'runs',
  'client',
  'input',
  'screen',
  'session.ts',
  'interrupts',
  'output',
  'failures',
  'text',
];

const source = readLayers(new URL('../src', import.meta.url), layers);

const mostFilesInAFolder = 20;

describe('the layers of the command line', () => {
  it('name every folder and every top-level file once', () => {
    expect([...layers].sort()).toEqual([...source.found].sort());
  });

  it.each(layers)('let %s import only from itself and from below', (layer) => {
    expect(source.upward(layer)).toEqual([]);
  });

  it('have no import cycle, type-only imports included', () => {
    expect(source.findCycle()).toBeUndefined();
  });

  it(`hold at most ${mostFilesInAFolder} files in a folder`, () => {
    expect(source.crowded(mostFilesInAFolder)).toEqual([]);
  });

  it.each(source.files.filter((file) => file.endsWith('types.ts')))('keep %s free of code', (file) => {
    expect(source.codeIn(file)).toEqual([]);
  });
});
