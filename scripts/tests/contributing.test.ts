import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseYaml } from '@redocly/openapi-core';
import { describe, expect, it } from 'vitest';
import { listPublished, readManifest } from '../release/packages.ts';
import { repositoryRoot } from '../repository-root.ts';

const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8');
const pages = ['AGENTS.md', 'CONTRIBUTING.md', 'RELEASING.md', 'SECURITY.md', '.github/PULL_REQUEST_TEMPLATE.md'];

interface Question {
  readonly type: string;
  readonly id?: string;
  readonly attributes: { readonly options?: readonly string[] };
}

interface Form {
  readonly name: string;
  readonly description: string;
  readonly body: readonly Question[];
}

describe('the pages for contributors', () => {
  it.each(pages)('name scripts that exist: %s', (page) => {
    const { scripts = {} } = readManifest(join(repositoryRoot, 'package.json'));
    // `pnpm demo`, `pnpm@12.21.0 run version`. A dash begins an option, and then the script may be another package's.
    const named = [...read(page).matchAll(/pnpm(?:@[\d.]+)? (?:run )?([a-z][\w:]*)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !(name in scripts) && name !== 'exec' && name !== 'install')).toEqual([]);
  });
});

describe('the issue forms', () => {
  const forms = ['bug', 'feature'].map((name) => parseYaml(read(`.github/ISSUE_TEMPLATE/${name}.yml`)) as Form);

  it.each(forms)('have what GitHub requires: $name', ({ name, description, body }) => {
    expect([name, description]).toEqual([expect.any(String), expect.any(String)]);
    const ids = body.filter(({ type }) => type !== 'markdown').map(({ id }) => id);
    expect(ids).not.toContain(undefined);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('let a bug name each published package, and ask for the output of logHooks', () => {
    const [bug] = forms;
    const options = bug?.body.find(({ id }) => id === 'package')?.attributes.options ?? [];
    expect([...options].sort()).toEqual(listPublished().map(({ manifest }) => manifest.name));
    expect(read('.github/ISSUE_TEMPLATE/bug.yml')).toContain('hooks: logHooks(console)');
  });
});

describe('.nvmrc', () => {
  it('names the version of Node that the scripts run on', () => {
    const { devDependencies } = readManifest(join(repositoryRoot, 'package.json'));
    expect((devDependencies as Record<string, string>).node).toMatch(new RegExp(`^${read('.nvmrc').trim()}\\.`));
  });
});
