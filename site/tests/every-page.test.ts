import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../../examples/browser/chromium.ts';
import { type ServedSite, serveSite, siteFolder } from './support/serve-site.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const paths = globSync('**/*.html', { cwd: siteFolder }).map((file) => `/${file.replace(/(index)?\.html$/, '')}`);
/** The pages of the reference come from one template: one of each kind is enough for axe. */
const templates = new Map(paths.map((path) => [path.startsWith('/api/') ? path.replace(/[^/]+$/, '') : path, path]));

let site: ServedSite;
let browser: Browser;
let context: BrowserContext;
beforeAll(async () => {
  site = await serveSite();
  browser = await launchChromium();
  context = await browser.newContext({ reducedMotion: 'reduce' });
});
afterAll(async () => {
  await browser.close();
  site.close();
});

async function visit<T>(path: string, look: (page: Page) => Promise<T>, from = context): Promise<T> {
  const page = await from.newPage();
  try {
    await page.goto(site.url + path, { waitUntil: 'domcontentloaded' });
    return await look(page);
  } finally {
    await page.close();
  }
}

/** What scrolls the page sideways: the elements that reach beyond the window, and do not scroll in themselves. */
function findWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll('main *, header *, footer *')].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1,
    );
    return wide
      .slice(0, 5)
      .map(({ tagName, className, textContent }) => `${tagName}.${className} ${textContent?.slice(0, 60)}`);
  });
}

describe('every page', () => {
  it('exists', () => {
    expect(paths.filter((path) => path.startsWith('/guide/')).length).toBeGreaterThan(25);
    expect(paths.filter((path) => path.startsWith('/api/')).length).toBeGreaterThan(100);
  });

  it('does not scroll sideways, at a width of 1280 and of 390', async () => {
    // The pages are laid out before their scripts run, which would only take time here.
    const still = await browser.newContext({ javaScriptEnabled: false });
    const look = async (page: Page): Promise<string[]> => {
      const wide: string[] = [];
      for (const path of paths) {
        await page.goto(site.url + path, { waitUntil: 'load' });
        for (const width of [1280, 390]) {
          await page.setViewportSize({ width, height: 900 });
          for (const element of await findWide(page)) wide.push(`${path} at ${width}: ${element}`);
        }
      }
      return wide;
    };
    expect(await visit('/', look, still)).toEqual([]);
  }, 600_000);

  it('has no serious finding of axe', async () => {
    const found: string[] = [];
    for (const path of templates.values()) {
      const { violations } = await visit(path, async (page) => {
        await page.evaluate(axe);
        return page.evaluate('axe.run(document, { resultTypes: ["violations"] })') as Promise<AxeResults>;
      });
      for (const { id, impact, nodes } of violations)
        if (impact === 'serious' || impact === 'critical') found.push(`${path}: ${id} at ${nodes[0]?.target}`);
    }
    expect(found).toEqual([]);
  }, 600_000);

  it('loads nothing from elsewhere', async () => {
    const requests = await visit('/', async (page) => {
      const urls: string[] = [];
      page.on('request', (request) => urls.push(request.url()));
      for (const path of ['/', '/guide/errors', '/api/'])
        await page.goto(site.url + path, { waitUntil: 'networkidle' });
      return urls;
    });
    expect(requests.length).toBeGreaterThan(5);
    expect(requests.filter((url) => !url.startsWith(site.url) && !url.startsWith('data:'))).toEqual([]);
  });
});
