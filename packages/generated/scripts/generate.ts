/**
 * Writes src/schema.gen.ts and src/openapi.gen.json. With --check it only checks that they are up to date.
 * Usage: node scripts/generate.ts [--check] [--spec <file>] [--out <folder>]
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { render } from './render.ts';

const packageRoot = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    spec: { type: 'string', default: join(packageRoot, '../../openapi/xpander.yaml') },
    out: { type: 'string', default: join(packageRoot, 'src') },
  },
});

for (const [name, text] of Object.entries(await render(values.spec))) {
  const path = join(values.out, name);
  if ((await textAt(path)) === text) continue;
  if (values.check) {
    console.error(
      `${name} is not up to date with the OpenAPI description: run \`pnpm generate\` and commit the result.`,
    );
    process.exitCode = 1;
  } else {
    await writeFile(path, text);
    console.log(`${name} written`);
  }
}

async function textAt(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
