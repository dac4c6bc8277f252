import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium } from '../../browser/chromium.ts';
import { type Emulator, openEmulator } from '../demo/emulator.ts';
import { buildSite, type Site, serveSite } from '../demo/site.ts';
import { type ConnectionTap, tapSite } from './connection-tap.ts';

const key = 'key-to-be-kept-secret';
const secret = 'secret-to-be-kept-secret-too';
const begin = 'I look at the price lists first.';
const end = 'Your own plan is now the cheapest of the four.';

let emulator: Emulator;
let site: Site;
let tap: ConnectionTap;
let browser: Browser;
let visitor: BrowserContext;
let page: Page;
/** Holds the answer before the word "Contoso" until the test lets it go on. */
let isHeld: boolean;
let goOn: () => void;

beforeAll(async () => {
  let held: Promise<void> = Promise.resolve();
  emulator = await openEmulator(key, async (word) => {
    if (!word.startsWith('Contoso') || !isHeld) return;
    held = new Promise((resolve) => {
      goOn = resolve;
    });
    await held;
  });
  await buildSite();
  const environment = { XPANDER_API_KEY: key, XPANDER_API_URL: emulator.url, CHAT_SECRET: secret };
  site = await serveSite('start', environment);
  tap = await tapSite(site.url);
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  await tap?.close();
  site?.close();
  await emulator?.close();
});

beforeEach(async () => {
  isHeld = false;
  goOn = () => undefined;
  visitor = await browser.newContext();
  page = await openPage(visitor);
});

afterEach(async () => {
  goOn();
  await visitor.close();
});

async function openPage(context: BrowserContext, url: string = tap.url): Promise<Page> {
  const opened = await context.newPage();
  // A guard against hanging, not a measure of speed.
  opened.setDefaultTimeout(120_000);
  await opened.goto(url);
  await opened.waitForURL('**/chat/*');
  return opened;
}

async function send(text: string, on: Page = page): Promise<void> {
  await on.getByRole('textbox').fill(text);
  await on.getByRole('button', { name: 'Send' }).click();
}

/** Resolves when the page shows this text, once. */
const shows = (text: string, on: Page = page): Promise<void> => on.getByText(text).waitFor();

const messages = (on: Page = page): Promise<string[]> => on.locator('.message').allTextContents();

const requests = (): number => emulator.mock.requestsTo('invokeStream').length;

describe('the chat', () => {
  it('shows the answer as it grows, with the names of the tools', async () => {
    isHeld = true;
    await send('Compare the prices');
    await shows('Northwind raised');
    expect(await page.locator('.tool').allTextContents()).toEqual(['web_search done']);
    await shows('The agent is working …');
    goOn();
    await shows(end);
    await page.getByRole('button', { name: 'Send' }).waitFor();
    expect(await messages()).toHaveLength(2);
  });

  it('shows the whole answer after a reload in the middle of it', async () => {
    isHeld = true;
    const before = requests();
    await send('Compare the prices');
    await shows('Northwind raised');
    await page.reload();
    await shows('The agent is working …');
    expect(await messages()).toEqual(['Compare the prices']);
    goOn();
    await shows(end);
    expect(await page.getByText(begin).count()).toBe(1);
    expect(await messages()).toHaveLength(2);
    expect(requests()).toBe(before + 1);
    await page.reload();
    await shows(end);
    expect(await messages()).toHaveLength(2);
  });

  it('shows the whole answer once after its connection broke', async () => {
    isHeld = true;
    await send('Compare the prices');
    await shows('Northwind raised');
    tap.cut();
    goOn();
    await shows(end);
    expect(await page.getByText(begin).count()).toBe(1);
    expect(await messages()).toHaveLength(2);
    expect(await page.locator('.notice.error').count()).toBe(0);
  });

  it('goes on with the same thread, and begins another one for a new chat', async () => {
    const before = emulator.mock.tasks.length;
    await send('Compare the prices');
    await shows(end);
    await send('Once more');
    await page.getByText(end).nth(1).waitFor();
    expect(emulator.mock.tasks).toHaveLength(before + 1);
    await page.getByRole('link', { name: 'New chat' }).click();
    await shows('Ask for a report');
    await send('Compare them here');
    await shows(end);
    expect(emulator.mock.tasks).toHaveLength(before + 2);
    await page.getByRole('link', { name: 'Compare the prices' }).click();
    await page.getByText(end).nth(1).waitFor();
    expect(await messages()).toHaveLength(4);
  });

  it('stops the run', async () => {
    isHeld = true;
    await send('Compare the prices');
    await shows('Northwind raised');
    await page.getByRole('button', { name: 'Stop' }).click();
    await shows('Stopped.');
    expect(emulator.mock.tasks.at(-1)?.status).toBe('stopped');
  });

  it('links to the login that the agent waits for, also after a reload, and goes on after it', async () => {
    await send('Read my mail');
    await shows('The agent needs your login to go on.');
    await page.reload();
    const opened = page.context().waitForEvent('page');
    await page.getByRole('link', { name: 'Log in to Mail' }).click();
    await (await opened).getByRole('button').click();
    await shows('You have two new mails');
    expect(await page.getByText('needs your login').count()).toBe(0);
  });

  it('answers the questions of two tabs one after the other', async () => {
    isHeld = true;
    const other = await openPage(visitor, page.url());
    await send('Compare the prices');
    await shows('Northwind raised');
    await send('And once more', other);
    isHeld = false;
    goOn();
    await shows(end);
    await shows(end, other);
    await page.reload();
    await page.getByText(end).nth(1).waitFor();
    expect(await messages()).toHaveLength(4);
  });

  it('says in one sentence that the agent failed', async () => {
    await send('Please fail');
    await shows('The agent could not finish the answer.');
    await page.reload();
    await shows('The agent could not finish the answer.');
  });

  it('shows a chat to its own visitor only', async () => {
    await send('Compare the prices');
    await shows(end);
    const stranger = await browser.newContext();
    const strange = await openPage(stranger, page.url());
    await shows('Ask for a report', strange);
    expect(await messages(strange)).toEqual([]);
    await stranger.close();
  });
});

describe('what the site has sent', () => {
  it('has neither the key, nor the secret, nor the id of a thread, nor what tools and errors say', () => {
    const heard = tap.heard();
    for (const part of ['text/event-stream', 'Northwind raised', 'web_search', 'data-status']) {
      expect(heard).toContain(part);
    }
    const threads = emulator.mock.tasks.map(({ id }) => id);
    expect(threads.length).toBeGreaterThan(5);
    for (const hidden of [key, secret, ...threads, 'internal', 'user 4711']) expect(heard).not.toContain(hidden);
  });
});
