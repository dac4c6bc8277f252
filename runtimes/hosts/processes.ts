import { fileURLToPath } from 'node:url';
import type { Finding } from '../probe/cell.ts';
import { run } from './command.ts';
import type { StartHost } from './host.ts';

/** Node, Bun and Deno: a process that imports the SDK as users do. */
export function inProcess(name: string, url: string, flags: readonly string[] = []): StartHost {
  const file = fileURLToPath(url);
  return async (bundle) => {
    const version = /\d+\.\d+\.\d+/.exec(await run(bundle, file, ['--version']))?.[0];
    let printed = '';
    return {
      name: `${name} ${version}`,
      isBrowser: false,
      async examine(cells) {
        const mark = `finding ${crypto.randomUUID()} `;
        const output = await run(bundle, file, [...flags, `${bundle}/in-process.mjs`, mark, JSON.stringify(cells)]);
        printed += output;
        const lines = output.split('\n').filter((line) => line.startsWith(mark));
        return lines.map((line) => JSON.parse(line.slice(mark.length)) as Finding);
      },
      printed: () => printed,
      close: async () => undefined,
    };
  };
}
