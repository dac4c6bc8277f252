import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createMockXpander } from '@xpander/mock';
import type { Page } from 'playwright-core';
import { launchChromium } from '../../examples/browser/chromium.ts';
import type { Ledger } from '../ledger.ts';
import { bundlers, type Target } from './bundlers.ts';

interface Api {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly agentId: string;
}

type Use = (api: Api) => Promise<unknown>;

const used = '@xpander/sdk @xpander/generated @xpander/otel @xpander/ai-sdk';
const targets = { web: 'page.js', webworker: 'worker.js' } as const;

/** Bundles the compiled sources of a project for pages and web workers, and runs the bundles in Chromium. */
export async function tryBundles(folder: string, compiled: string, ledger: Ledger): Promise<void> {
  const agents = { parrot: ({ text }: { text: string }) => `Heard: ${text}` };
  const mock = createMockXpander({ agents, keys: { 'key-1': 'org-1' }, clock: 'real' });
  const { url: baseUrl, close } = await mock.listen({ port: 0 });
  const browser = await launchChromium();
  try {
    for (const bundler of bundlers)
      for (const [target, file] of Object.entries(targets) as [Target, string][]) {
        await ledger.check(nameBundle(bundler.name, target), async () => {
          const out = join(folder, bundler.name, target);
          await mkdir(out, { recursive: true });
          const code = await bundler.bundle(join(compiled, file), out, target);
          const page = await browser.newPage();
          // Any page of the emulator will do.
          await page.goto(`${baseUrl}/health`);
          const answer = await runBundle[target](page, code, { baseUrl, apiKey: 'key-1', agentId: 'parrot' });
          await page.close();
          if (String(answer).replaceAll(',', ' ') !== used) throw new Error(`It has used ${answer}`);
        });
      }
  } finally {
    await browser.close();
    await close();
  }
}

export function nameBundle(bundler: string, target: Target): string {
  return `${bundler}, ${target}`;
}

const runBundle: Readonly<Record<Target, (page: Page, code: string, api: Api) => Promise<unknown>>> = {
  async web(page, code, api) {
    await page.addScriptTag({ content: code });
    return page.evaluate((given) => (globalThis as unknown as { useAnywhere: Use }).useAnywhere(given), api);
  },
  webworker: (page, code, api) =>
    page.evaluate(
      async ([source, given]) => {
        const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
        const worker = new Worker(url);
        return new Promise<unknown>((resolve, reject) => {
          worker.onmessage = ({ data }) => resolve(data);
          worker.onerror = ({ message }) => reject(new Error(message));
          worker.postMessage(given);
        });
      },
      [code, api] as const,
    ),
};
