import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const source = fileURLToPath(new URL('../src', import.meta.url));

/** What `src` holds, from top to bottom. At run time, a file imports only from its own folder and from layers below. */
const layers = [
  'index.ts',
  'file-store',
  'postgres',
  'redis',
  'servers',
  'batch',
  'inputs',
  'engine',
  'keys',
  'lines',
  'errors',
  'options',
  'store',
];

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts'));

/** Imports of values. Types of the public API stand in `batch/types.ts`, and of stores in `store/types.ts`, for all. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(source, file), 'utf8');
  const imports = text.matchAll(/^(?:import|export) (?!type\b)[^;']*\bfrom '(\.[^']+)'/gm);
  return [...imports].map(([, target = '']) => normalize(join(dirname(file), target)).replaceAll('\\', '/'));
}

it.each(files)('%s imports only from layers below', (file) => {
  const own = file.split('/', 1)[0] ?? '';
  const place = layers.indexOf(own);
  const upwards = importsOf(file).filter((target) => {
    const folder = target.split('/', 1)[0] ?? '';
    return folder !== own && layers.indexOf(folder) <= place;
  });
  expect(upwards).toEqual([]);
});

it('imports no engine of a database from the main entry', () => {
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    importsOf(file).forEach(visit);
  };
  visit('index.ts');
  const foreign = [...seen].flatMap((file) => [
    ...readFileSync(join(source, file), 'utf8').matchAll(/from '((?:pg|pg-boss|bullmq|ioredis)\b[^']*)'/g),
  ]);
  expect(foreign).toEqual([]);
});
