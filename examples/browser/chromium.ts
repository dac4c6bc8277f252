import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** Starts the machine's own Chromium, without a window: nothing is downloaded. */
export function launchChromium(): Promise<Browser> {
  // Chromium refuses to sandbox what root runs.
  return chromium.launch({ executablePath: findChromium(), chromiumSandbox: process.getuid?.() !== 0 });
}

/** `CHROMIUM_PATH`, or the first that is on the path. */
function findChromium(): string {
  const { CHROMIUM_PATH, PATH = '' } = process.env;
  const folders = PATH.split(delimiter);
  const found = CHROMIUM_PATH || names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
  if (found === undefined) {
    throw new Error('There is no Chromium: `apt-get install chromium`, or set CHROMIUM_PATH to one.');
  }
  return found;
}
