import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createMockXpander, type MockServer } from '@xpander/mock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const examples = fileURLToPath(new URL('..', import.meta.url));
const folder = `${examples}.readme/`;

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const blocks = [...readme.matchAll(/^### (.+)$|^## (.+)$|```ts\n([\s\S]*?)```/gm)];

/** Each piece of code, by the heading it stands under. */
const snippets = blocks.flatMap((match, index) => {
  const heading = blocks.slice(0, index).findLast(([, title, section]) => title ?? section);
  return match[3] === undefined ? [] : [{ title: heading?.[1] ?? heading?.[2] ?? 'README', code: match[3] }];
});

const fileOf = (index: number): string => `${folder}snippet-${index + 1}.ts`;
let server: MockServer;

beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [index, { code }] of snippets.entries()) writeFileSync(fileOf(index), code);
  server = await createMockXpander().listen({ port: 0 });
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the code in the README', () => {
  it('is there', () => {
    expect(snippets.length).toBeGreaterThanOrEqual(10);
  });

  it('compiles under strict flags', async () => {
    const project = {
      extends: '../../tsconfig.base.json',
      include: ['*.ts'],
      compilerOptions: { types: ['node'], moduleDetection: 'force' },
    };
    writeFileSync(`${folder}tsconfig.json`, JSON.stringify(project));
    const compiler = fileURLToPath(import.meta.resolve('typescript/package.json')).replace(/package\.json$/, 'bin/tsc');
    await expect(run(process.execPath, [compiler, '-p', folder])).resolves.toMatchObject({ stdout: '' });
  });

  it.concurrent.each(snippets.map(({ title }, index) => [title, index] as const))('runs: %s', async (_, index) => {
    const env = { XPANDER_API_KEY: 'test', XPANDER_API_URL: server.url };
    const { stdout } = await run(process.execPath, [fileOf(index)], { cwd: examples, env });
    expect(stdout).not.toBe('');
    expect(stdout).not.toMatch(/undefined|It ended as|It may be running|The API said no/);
  });
});
