import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createMockXpander } from '@xpander/mock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const contract = fileURLToPath(new URL('..', import.meta.url));
const folder = `${contract}.readme/`;
const readme = readFileSync(new URL('../../packages/mock/README.md', import.meta.url), 'utf8');

interface Snippet {
  readonly name: string;
  readonly code: string;
}

/** The TypeScript snippets. A snippet that begins with `// name.ts` is saved under that name. */
const snippets: readonly Snippet[] = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = ''], index) => ({
  name: /^\/\/ (\S+\.ts)\n/.exec(code)?.[1] ?? `snippet-${index + 1}.ts`,
  code,
}));
const namesOf = (pattern: RegExp): string[] => snippets.map(({ name }) => name).filter((name) => pattern.test(name));

const missingTools = ['bash', 'curl'].filter((tool) => spawnSync(tool, ['--version']).error !== undefined);
const problem = `The README's curl page needs ${missingTools.join(' and ')}`;
const canBeSkipped = missingTools.length > 0 && !process.env.CI;
if (canBeSkipped) console.warn(`SKIPPED: ${problem}`);

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const { name, code } of snippets) writeFileSync(`${folder}${name}`, code);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bin = (name: string, path: string): string =>
  fileURLToPath(import.meta.resolve(`${name}/package.json`)).replace(/package\.json$/, path);

describe("the code in the mock's README", () => {
  it('has all its snippets', () => {
    expect(namesOf(/^snippet/).length).toBeGreaterThanOrEqual(6);
    expect(namesOf(/^[^s]/)).toEqual(['answer.ts', 'answer.test.ts', 'answer.node-test.ts', 'agents.ts']);
  });

  it('compiles under strict flags', async () => {
    const compilerOptions = { types: ['node'], moduleDetection: 'force', skipLibCheck: true };
    const project = { extends: '../../tsconfig.base.json', include: ['*.ts'], compilerOptions };
    writeFileSync(`${folder}tsconfig.json`, JSON.stringify(project));
    const compiled = run(process.execPath, [bin('typescript', 'bin/tsc'), '-p', folder]);
    await expect(compiled.catch(({ stdout }) => stdout)).resolves.toMatchObject({ stdout: '' });
  });

  it.concurrent.each(namesOf(/^snippet|^agents/))('runs: %s', async (name) => {
    await expect(run(process.execPath, [`${folder}${name}`], { cwd: contract })).resolves.toMatchObject({ stderr: '' });
  });

  it('runs in vitest', async () => {
    const command = [bin('vitest', 'vitest.mjs'), 'run', '--root', folder, 'answer.test.ts'];
    const { stdout } = await run(process.execPath, command, { env: { ...process.env, NO_COLOR: '1' } });
    expect(stdout).toMatch(/Tests\s+3 passed \(3\)/);
  });

  it('runs in node:test', async () => {
    const command = ['--test', '--test-reporter=tap', `${folder}answer.node-test.ts`];
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const { stdout } = await run(process.execPath, command, { env });
    expect(stdout).toMatch(/# tests 2\n[\s\S]*# pass 2\n/);
  });

  it.skipIf(canBeSkipped)('runs in a shell', async () => {
    expect(missingTools, problem).toEqual([]);
    const page = /```sh\n(# curl\n[\s\S]*?)```/.exec(readme)?.[1] ?? '';
    const mock = createMockXpander();
    const server = await mock.listen();
    const script = `set -e\n${page.replaceAll('http://127.0.0.1:4010', server.url)}`;
    const { stdout } = await run('bash', ['-c', script], { timeout: 120_000 }).finally(server.close);
    expect(stdout).toContain('"type":"task_finished"');
    expect(stdout).toContain('"name":"Report writer"');
    expect(page.match(/^curl/gm)).toHaveLength(mock.requests.length);
  });
});
