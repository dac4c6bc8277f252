import { existsSync, globSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../repository-root.ts';

const packages = globSync('packages/*/package.json', { cwd: repositoryRoot }).map(
  (path) => path.split(/[\\/]/)[1] ?? '',
);

const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8');

/** The code that a package publishes. It has to be built: see the tasks of `@xpander/scripts` in turbo.json. */
function codeOf(name: string): string[] {
  return globSync(`packages/${name}/dist/**/*.{js,mjs,cjs}`, { cwd: repositoryRoot });
}

const escaped = /\\u[\da-f]{4}/;

describe.each(packages)('the published code of %s', (name) => {
  it('is ASCII, so that V8 keeps it in one byte a character', () => {
    expect(codeOf(name)).not.toEqual([]);
    expect(codeOf(name).filter((path) => /\P{ASCII}/u.test(read(path)))).toEqual([]);
  });

  it('has source maps that are right after an escape', () => {
    // A program that is run and not imported comes without source maps.
    for (const path of codeOf(name).filter((code) => existsSync(join(repositoryRoot, `${code}.map`)))) {
      const payload = JSON.parse(read(`${path}.map`)) as SourceMapPayload;
      const map = new SourceMap(payload);
      const sources = new Map(
        payload.sources.map((source, index) => [source, payload.sourcesContent[index]?.split('\n')]),
      );
      for (const [line, text] of read(path).split('\n').entries()) {
        const firstEscape = text.search(escaped);
        if (firstEscape < 0) continue;
        for (const { 0: word, index: column } of text.matchAll(/(?<![\w$.\\])[A-Za-z_]\w*/g)) {
          if (column < firstEscape) continue;
          const entry = map.findEntry(line, column);
          if (!('generatedColumn' in entry) || entry.generatedLine !== line || entry.generatedColumn !== column)
            continue;
          const original = sources.get(entry.originalSource)?.[entry.originalLine]?.slice(entry.originalColumn);
          expect(original?.startsWith(word), `${path}:${line + 1}:${column + 1} ${word}`).toBe(true);
        }
      }
    }
  });
});
