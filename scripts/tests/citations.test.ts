import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../repository-root.ts';

const notOurs = new Set(['node_modules', 'dist', 'coverage', '.git', '.turbo', '.results', '.readme', '.stryker-tmp']);
const files = globSync('**/*.{ts,js,mjs,cjs,json,yaml,yml,md,sh}', {
  cwd: repositoryRoot,
  exclude: (path) => notOurs.has(path.split('/').at(-1) ?? ''),
});
const page = readFileSync(join(repositoryRoot, 'openapi/FACTS.md'), 'utf8');
const anchors = new Set([...page.matchAll(/<a id="([^"]+)">/g)].map(([, anchor]) => anchor));

const oldForm = /api[-]facts/;
/** `openapi/FACTS.md#f14`; several of them as `openapi/FACTS.md#a1, #f13`. */
const citation = /FACTS\.md(#[\w-]+(?:, #[\w-]+)*)/g;

/** The text of a file, with what a comment continues on its next line joined to the line before. */
function textOf(path: string): string {
  return readFileSync(join(repositoryRoot, path), 'utf8').replaceAll(/\n[ \t]*(?:\*|\/\/|# )?[ \t]*/g, ' ');
}

function anchorsIn(text: string): string[] {
  return [...text.matchAll(citation)].flatMap(([, list = '']) => list.split(', ').map((anchor) => anchor.slice(1)));
}

describe('a citation of a fact', () => {
  it('leads to an anchor of FACTS.md, in every file of the repository', () => {
    const broken = files.flatMap((path) =>
      anchorsIn(textOf(path))
        .filter((anchor) => !anchors.has(anchor))
        .map((anchor) => `${path}: #${anchor}`),
    );
    expect(broken).toEqual([]);
  });

  it('has one form', () => {
    expect(files.filter((path) => oldForm.test(textOf(path)))).toEqual([]);
  });

  it('is found by these tests, in the description, the SDK and the mock', () => {
    const citing = files.filter((path) => anchorsIn(textOf(path)).length > 0);
    for (const folder of ['openapi/schemas/', 'packages/sdk/src/', 'packages/mock/src/']) {
      expect(citing.filter((path) => path.startsWith(folder)).length, folder).toBeGreaterThan(1);
    }
    expect(anchorsIn(' * see openapi/FACTS.md#a1, #f13.')).toEqual(['a1', 'f13']);
  });
});

describe.each(['generated', 'sdk', 'mock'])('the declarations of @xpander/%s', (name) => {
  const dist = join(repositoryRoot, 'packages', name, 'dist');
  const declarations = globSync('*.d.{ts,cts}', { cwd: dist });

  it('exist', () => {
    expect(declarations, `${dist} has no declarations: run \`pnpm build\``).toEqual(
      expect.arrayContaining(['index.d.ts', 'index.d.cts']),
    );
  });

  it.each([
    ['cite no fact, but say it', /FACTS\.md|api[-]facts/],
    ['have no tag that editors print literally', /@description|@enum|@constant/],
  ])('%s', (_, unwanted) => {
    const lines = declarations.flatMap((file) =>
      readFileSync(join(dist, file), 'utf8')
        .split('\n')
        .filter((line) => unwanted.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
    expect(lines).toEqual([]);
  });
});
