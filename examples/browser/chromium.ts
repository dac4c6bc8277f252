import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** Starts the Chromium of this machine without a window. Nothing is downloaded. */
export function launchChromium(): Promise<Browser> {
  // Chromium does not start its sandbox as root.
  return chromium.launch({ executablePath: findChromium(), chromiumSandbox: process.getuid?.() !== 0 });
}

/** The path in `CHROMIUM_PATH`, or else the first Chromium on the `PATH`. */
export function findChromium(): string {
  const { CHROMIUM_PATH, PATH = '' } = process.env;
  const folders = PATH.split(delimiter);
  const found = CHROMIUM_PATH || names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
  if (found === undefined) {
    throw new Error('No Chromium found. Run `apt-get install chromium`, or set CHROMIUM_PATH to its path.');
  }
  return found;
}
