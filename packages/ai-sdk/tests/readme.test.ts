import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createMockXpander, type MockServer } from '@xpander/mock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const folder = fileURLToPath(new URL('../.readme/', import.meta.url));
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** The TypeScript of the README. Code that begins with `// name.ts` belongs to an app: it is compiled, and not run. */
const snippets = [...readme.matchAll(/^#+ (.+)$|^```ts\n([\s\S]*?)^```/gm)].flatMap(([, , code], index, all) => {
  const title = all.slice(0, index).findLast(([, heading]) => heading !== undefined)?.[1] ?? '';
  return code === undefined ? [] : [{ title, file: `snippet-${index}.ts`, code, isFile: /^\/\/ \S+\.ts\n/.test(code) }];
});

const mock = createMockXpander();
let server: MockServer;

beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const { file, code } of snippets) writeFileSync(`${folder}${file}`, code);
  server = await mock.listen({ port: 0 });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the code in the README', () => {
  it('exists', () => {
    expect(snippets.length).toBeGreaterThanOrEqual(7);
  });

  it('compiles under strict flags', async () => {
    // Files of an app annotate no exports.
    const isolatedDeclarations = false;
    const compilerOptions = { types: ['node'], moduleDetection: 'force', skipLibCheck: true, isolatedDeclarations };
    const project = { extends: '../../../tsconfig.base.json', include: ['*.ts'], compilerOptions };
    writeFileSync(`${folder}tsconfig.json`, JSON.stringify(project));
    const compiler = fileURLToPath(import.meta.resolve('typescript/package.json')).replace(/package\.json$/, 'bin/tsc');
    const compiled = run(process.execPath, [compiler, '-p', folder]);
    await expect(compiled.catch(({ stdout }) => stdout)).resolves.toMatchObject({ stdout: '' });
  });

  it.concurrent.each(snippets.filter(({ isFile }) => !isFile))('runs: $title', async ({ file }) => {
    const env = { XPANDER_API_KEY: 'test', XPANDER_AGENT_ID: 'agent-1', XPANDER_API_URL: server.url };
    const { stdout, stderr } = await run(process.execPath, [`${folder}${file}`], { env });
    expect(stdout).not.toBe('');
    expect(stdout).not.toMatch(/undefined/);
    expect(stderr).toBe('');
  });
});
