import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFacts } from '../provenance/facts.ts';
import { factsMarkdown } from '../provenance/facts-markdown.ts';
import { runScript } from './run-script.ts';
import { temporaryFolder, written } from './temporary.ts';

const facts = await readFacts();
const page = factsMarkdown(facts);
const anchors = [...page.matchAll(/<a id="([^"]+)">/g)].map(([, anchor]) => anchor);

describe('facts-page', () => {
  it('finds the committed page up to date', async () => {
    expect(await runScript('facts-page.ts', ['--check'])).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  it('fails with --check on a page that was edited by hand, and leaves it alone', async () => {
    const path = await written(await temporaryFolder(), 'FACTS.md', `${page}A quick fix.\n`);
    const { exitCode, stderr } = await runScript('facts-page.ts', ['--check', '--out', path]);
    expect(stderr).toMatch(/^FACTS\.md is not up to date .*pnpm generate.*\n$/);
    expect(exitCode).toBe(1);
    expect(await readFile(path, 'utf8')).toContain('A quick fix.');
  });

  it('writes the page, also where there is none yet', async () => {
    const path = join(await temporaryFolder(), 'FACTS.md');
    expect(await runScript('facts-page.ts', ['--out', path])).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await readFile(path, 'utf8')).toBe(page);
  });
});

describe('FACTS.md', () => {
  it('has one anchor for each fact and each source', () => {
    const tags = Object.keys(facts.facts).map((tag) => tag.toLowerCase());
    const sources = Object.keys(facts.sources).map((tag) => `source-${tag.toLowerCase()}`);
    expect(anchors.toSorted()).toEqual(['sources', ...tags, ...sources].toSorted());
  });

  it('has no broken link', () => {
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(links.filter((anchor) => !anchors.includes(anchor))).toEqual([]);
  });

  it.each(Object.entries(facts.facts))(
    'says something about %s and names its sources',
    (_, { title, says, sources }) => {
      expect([title, says.trim()]).not.toContain('');
      expect(sources).not.toHaveLength(0);
    },
  );
});
