import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createMockXpander } from '@xpander/mock';
import { expect, it, onTestFinished } from 'vitest';
import { linesOf } from './support.ts';

const run = promisify(execFile);
const packageFolder = fileURLToPath(new URL('..', import.meta.url));

it('shows a program that compiles and runs', async () => {
  const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8');
  const [code] = [...readme.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, text = '']) => text);
  // Inside the package, so that it finds the package by its name.
  const folder = mkdtempSync(join(packageFolder, '.readme-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'program.ts'), code ?? '');
  writeFileSync(join(folder, 'reviews.csv'), 'id,text\n1,Good\n2,Bad\n');
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../tsconfig.json', include: ['program.ts'] }),
  );
  const compiler = join(packageFolder, 'node_modules/typescript/bin/tsc');
  await expect(run(process.execPath, [compiler, '-p', folder])).resolves.toMatchObject({ stdout: '' });

  const mock = createMockXpander({ agents: { 'agent-1': ({ text }) => `Mood of: ${text}` } });
  const server = await mock.listen({ port: 0 });
  onTestFinished(() => server.close());
  const ids = { XPANDER_API_KEY: 'key', XPANDER_API_URL: server.url, XPANDER_AGENT_ID: 'agent-1' };
  const { stdout } = await run(process.execPath, ['program.ts'], { cwd: folder, env: { ...process.env, ...ids } });
  expect(stdout).toContain('completed: 2');
  expect(
    linesOf(join(folder, 'out.jsonl'))
      .map(({ key, status }) => [key, status])
      .sort(),
  ).toEqual([
    ['1', 'completed'],
    ['2', 'completed'],
  ]);
});
