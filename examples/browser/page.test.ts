import { createMockXpander, type MockXpander, type ScriptEvent } from '@xpander/mock';
import { Xpander } from '@xpander/sdk';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listen, type Served } from '../tests/served.ts';
import { firstWords, openUpstream, settled } from '../tests/upstream.ts';
import { createWebApp } from '../web/app.ts';
import { launchChromium } from './chromium.ts';
import { tap } from './wiretap.ts';

const key = 'key-to-be-kept-secret';
const words = ['Roses are <b>red</b>, ', 'violets are blue, ', 'and this is the end.'];
const whole = words.join('');

let browser: Browser;
let page: Page;
/** Closes what a test has opened. */
let opened: (() => Promise<void>)[];
/** Resolved as soon as the agent may write the word of the same index. */
let allowed: ReturnType<typeof settled>[];

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());

beforeEach(async () => {
  page = await browser.newPage();
  // A guard against hanging, not a measure of speed.
  page.setDefaultTimeout(120_000);
  opened = [];
  allowed = words.map(settled);
});
afterEach(async () => {
  await page.close();
  for (const close of opened) await close();
});

/** Writes each word when the test allows it. */
async function* poet(): AsyncGenerator<ScriptEvent, void> {
  for (const [index, word] of words.entries()) {
    await allowed[index]?.promise;
    yield word;
  }
}

const allow = (...indexes: number[]): void => {
  for (const index of indexes) allowed[index]?.resolve();
};

/** Opens an emulator and a web server that calls it, each on its own port. */
async function openPage(): Promise<{ mock: MockXpander; served: Served }> {
  const mock = createMockXpander({ agents: { poet }, keys: { [key]: 'org-1' }, clock: 'real' });
  const upstream = await mock.listen({ port: 0 });
  const served = await openServed(upstream.url);
  opened.push(upstream.close);
  return { mock, served };
}

async function openServed(upstream: string): Promise<Served> {
  const xpander = new Xpander({ apiKey: key, baseUrl: upstream });
  const served = await listen(
    createWebApp({ agent: xpander.agent('poet', { pollIntervalMs: 50 }), onError: () => undefined }),
  );
  opened.push(served.close);
  await page.goto(served.url);
  return served;
}

async function ask(): Promise<void> {
  await page.getByRole('textbox').fill('Write a poem');
  await page.getByRole('button').click();
}

const answer = (): Promise<string | null> => page.locator('#answer').textContent();

/** Resolves when the element shows exactly this text. */
const shows = (selector: '#answer' | '#state', text: string): Promise<unknown> =>
  page.waitForFunction(([where, what]) => document.querySelector(where ?? '')?.textContent === what, [selector, text]);
const ended = (state: string): Promise<unknown> => shows('#state', state);

describe('the page', () => {
  it('shows the text as it grows, and says when the answer is complete', async () => {
    await openPage();
    await ask();
    await ended('Asking …');
    for (const [index] of words.entries()) {
      allow(index);
      await shows('#answer', words.slice(0, index + 1).join(''));
    }
    await ended('This is the whole answer.');
    // The agent's text is not interpreted as HTML.
    expect(await page.locator('#answer b').count()).toBe(0);
  });

  it('shows the whole answer once after the upstream connection was cut', async () => {
    const { mock } = await openPage();
    mock.drop({ operation: 'invokeStream', at: 'mid-stream' });
    allow(0);
    await ask();
    await shows('#answer', words[0] ?? '');
    allow(1, 2);
    await ended('This is the whole answer.');
    expect(await answer()).toBe(whole);
    mock.expectNoFaultsLeft();
    expect(mock.requestsTo('invokeStream')).toHaveLength(1);
    expect(mock.requestsTo('getTask').length).toBeGreaterThan(0);
  });

  it('says that it shows only a part when its own connection is cut', async () => {
    const { served } = await openPage();
    allow(0);
    await ask();
    await shows('#answer', words[0] ?? '');
    served.cut();
    await ended('The connection broke. This is only a part of an answer.');
    expect(await answer()).toBe(words[0]);
  });

  it('shows that the agent failed, and accepts another question', async () => {
    const { mock } = await openPage();
    mock.fail({ operation: 'invokeStream', status: 502 });
    await ask();
    await ended('The agent cannot be asked at the moment.');
    allow(0, 1, 2);
    await ask();
    await shows('#answer', whole);
  });

  it('never receives the key', async () => {
    const { mock, served } = await openPage();
    const wire = await tap(served.url);
    opened.unshift(wire.close);
    await page.goto(wire.url);
    mock.fail({ operation: 'invokeStream', status: 401, body: { detail: `bad key ${key}` } });
    await ask();
    await ended('The agent cannot be asked at the moment.');
    allow(0, 1, 2);
    await ask();
    await ended('This is the whole answer.');
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
    );
    for (const part of ['<form>', 'addEventListener', 'cannot be asked', 'violets are blue']) {
      expect(wire.heard()).toContain(part);
    }
    expect([wire.heard(), kept, await page.content()].join('\n')).not.toContain(key);
  });
});

describe('closing the page', () => {
  it('closes the upstream connection, and does not stop the run', async () => {
    const upstream = await openUpstream();
    await openServed(upstream.url);
    await ask();
    await shows('#answer', firstWords);
    await page.close();
    await upstream.left;
    expect(upstream.requests).toEqual(['POST /v1/agents/poet/invoke/stream']);
    upstream.close();
  });
});
