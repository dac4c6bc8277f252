import { describe, expect, it } from 'vitest';
import { findBrokenLinks, listMarkdown, listTests, readDocument } from './markdown.ts';

const documents = listMarkdown();

describe('a link between the documents', () => {
  it.each(documents)('leads to a file and a heading that exist: %s', (path) => {
    expect(findBrokenLinks(path, readDocument(path))).toEqual([]);
  });
});

describe('a guarantee', () => {
  it('names tests that exist', () => {
    const named = [...readDocument('docs/reliability.md').matchAll(/`([\w-]+\.test\.ts)`/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(20);
    expect(listTests()).toEqual(expect.arrayContaining(named));
  });
});

describe('the check of links', () => {
  it('reads the README, the guides and the READMEs of the packages', () => {
    expect(documents).toEqual(expect.arrayContaining(['README.md', 'docs/errors.md', 'packages/sdk/README.md']));
  });

  it('finds a missing file and a missing heading', () => {
    const text = [
      '# A title, `with code`',
      '[a file](docs/nothing.md), [a heading](docs/errors.md#nothing), [a place here](#nothing)',
      '[reference]: docs/nothing-else.md',
    ].join('\n');
    const broken = ['docs/nothing.md', 'docs/errors.md#nothing', '#nothing', 'docs/nothing-else.md'];
    expect(findBrokenLinks('README.md', text)).toEqual(broken);
  });

  it('accepts headings as GitHub names them, anchors set by hand, folders and other sites', () => {
    const text = [
      '# A title, `with code` — and more',
      '## Twice',
      '## Twice',
      '<a id="F14"></a>',
      '[one](#a-title-with-code--and-more) [two](#twice-1) [three](#F14) [four](packages/mock#scripts)',
      '[five](docs) [six](https://example.com/nothing#here) `[no link](docs/nothing.md)`',
      '```md',
      '[no link](docs/nothing.md)',
      '```',
    ].join('\n');
    expect(findBrokenLinks('README.md', text)).toEqual([]);
  });
});
