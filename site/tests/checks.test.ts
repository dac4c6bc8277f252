import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findDeadAnchors } from '../build/dead-anchors.ts';
import { findForgotten, pages } from '../pages/pages.ts';
import { repositoryUrl, toSiteLink, withSiteLinks } from '../pages/site-links.ts';
import { compileTypedCode } from '../pages/typed-code.ts';

describe('a link of the repository', () => {
  it.each([
    ['to a guide', 'docs/tasks.md', 'errors.md#apierror', '/guide/errors#apierror'],
    ['to the README of a package', 'docs/tasks.md', '../packages/mock/README.md#fail', '/packages/mock#fail'],
    ['to the folder of a package', 'README.md', 'packages/mock', '/packages/mock'],
    ['to the list of guides', 'README.md', 'docs/README.md', '/guide/'],
    ['to a file', 'README.md', 'runtimes/RESULTS.md', `${repositoryUrl}/blob/main/runtimes/RESULTS.md`],
    ['to a folder', 'docs/streaming.md', '../examples/web', `${repositoryUrl}/tree/main/examples/web`],
    ['to elsewhere', 'README.md', 'https://example.com/', 'https://example.com/'],
  ])('leads %s', (_, source, href, expected) => {
    expect(toSiteLink(source, href)).toBe(expected);
  });

  it('fails the build if there is no such file', () => {
    expect(() => toSiteLink('docs/tasks.md', 'nothing.md')).toThrow(
      'docs/tasks.md: the link nothing.md leads to no file',
    );
  });

  it('stays as it is in code', () => {
    const text = '[a](docs/errors.md) `[b](docs/errors.md)`\n```md\n[c](docs/errors.md)\n```\n';
    const [, readme] = pages;
    expect(readme && withSiteLinks(readme, text, (link) => link)).toBe(text.replace('docs/errors.md', '/guide/errors'));
  });
});

describe('the check of anchors', () => {
  it('finds links to missing pages and headings, and accepts the others', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'xpander-site-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const links = [
      '/base/other#there',
      '/base/other#gone',
      '#here',
      '#away',
      '/base/nothing',
      'https://example.com/#x',
    ];
    writeFileSync(
      join(folder, 'index.html'),
      `<h1 id="here">${links.map((link) => `<a href="${link}">x</a>`).join('')}`,
    );
    writeFileSync(join(folder, 'other.html'), '<h2 id="there">');
    const dead = ['/base/other#gone', '#away', '/base/nothing'].map((link) => `index.html: ${link}`);
    expect(await findDeadAnchors(folder, '/base/')).toEqual(dead);
  });
});

describe('the code of a page', () => {
  it('fails the build if it does not compile', () => {
    const code = "import { Xpander } from '@xpander/sdk';\n\nnew Xpander().agent(7);\n";
    expect(() => compileTypedCode('docs/x.md', [code])).toThrow(/docs\/x\.md has code that does not compile.*2345/s);
  });

  it('may import other code of the page', () => {
    const file = '// sum.ts\nexport const sum = (a: number, b: number): number => a + b;\n';
    const use = "import { sum } from './sum.ts';\n\nconsole.log(sum(1, ";
    expect(() => compileTypedCode('docs/x.md', [file, `${use}2));\n`])).not.toThrow();
    expect(() => compileTypedCode('docs/x.md', [file, `${use}'2'));\n`])).toThrow(/2345/);
    expect(() => compileTypedCode('docs/x.md', [`${use}2));\n`])).toThrow('index.ts imports sum.ts');
  });
});

describe('the pages', () => {
  it('include every guide and every README', () => {
    expect(findForgotten()).toEqual([]);
    expect(pages.length).toBeGreaterThan(35);
  });
});
