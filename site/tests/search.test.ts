import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../../examples/browser/chromium.ts';
import { type ServedSite, serveSite } from './support/serve-site.ts';

let site: ServedSite;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  site = await serveSite();
  browser = await launchChromium();
  page = await browser.newPage();
});
afterAll(async () => {
  await browser?.close();
  site?.close();
});

/** Types into the search, chooses the first result, and returns the page that it leads to. */
async function search(text: string): Promise<{ readonly path: string; readonly title: string | null }> {
  await page.goto(site.url, { waitUntil: 'networkidle' });
  await page.getByRole('button', { name: 'Search' }).click();
  await page.locator('.search-input').fill(text);
  await page.locator('.result').first().waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(`${site.url}/*/**`);
  const title = await page.locator('main h1').first().textContent();
  return { path: new URL(page.url()).pathname, title };
}

describe('the search', () => {
  it.each([
    ['serverless', '/guide/serverless'],
    ['webhook crash', '/guide/resume-after-a-crash'],
    ['AmbiguousInvocationError', '/guide/errors'],
    ['postgresStore', '/api/@xpander/batch/postgres/functions/postgresStore'],
  ])('finds %s', async (text, path) => {
    expect((await search(text)).path).toBe(path);
  });
});
