import { startChromium } from './chromium.ts';
import type { StartHost } from './host.ts';
import { inProcess } from './processes.ts';
import { startWorkerd } from './workerd.ts';

/** The runtimes by their names on the command line. */
export const hosts: Readonly<Record<string, StartHost>> = {
  node20: inProcess('Node', import.meta.resolve('node-20/bin/node')),
  node22: inProcess('Node', import.meta.resolve('node-22/bin/node')),
  node24: inProcess('Node', import.meta.resolve('node-24/bin/node')),
  node26: inProcess('Node', import.meta.resolve('node-26/bin/node')),
  bun: inProcess('Bun', import.meta.resolve('@oven/bun-linux-x64/bin/bun')),
  deno: inProcess('Deno', import.meta.resolve('@deno/linux-x64-glibc/deno'), [
    'run',
    '--allow-all',
    '--node-modules-dir=manual',
  ]),
  workerd: startWorkerd('2026-11-01'),
  // Requests may have no member `cache`.
  'workerd-2024': startWorkerd('2024-01-01'),
  chromium: startChromium,
};
