import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Examine, Finding } from '../probe/cell.ts';
import type { StartHost } from './host.ts';

const places = ['/usr/bin/chromium', '/usr/bin/google-chrome'];

/** Starts a browser without a window. Its page has the origin of the emulator; the faulty servers have other origins. */
export const startChromium: StartHost = async (bundle, origin) => {
  const executablePath = process.env.CHROMIUM ?? places.find((place) => existsSync(place));
  if (executablePath === undefined) throw new Error(`No browser at ${places.join(' or ')}. Set CHROMIUM to its path`);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const page = await browser.newPage();
  let printed = '';
  page.on('console', (message) => {
    printed += `${message.text()}\n`;
  });
  // Any page of the emulator will do.
  await page.goto(`${origin}/health`);
  await page.addScriptTag({ path: `${bundle}/in-page.mjs`, type: 'module' });
  return {
    name: `Chromium ${browser.version()}`,
    isBrowser: true,
    async examine(cells) {
      const findings: Finding[] = [];
      for (const cell of cells) {
        findings.push(
          await page.evaluate((given) => (globalThis as unknown as { examine: Examine }).examine(given), cell),
        );
      }
      return findings;
    },
    printed: () => printed,
    close: () => browser.close(),
  };
};
