import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createMockXpander, type MockServer } from '@xpander/mock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approvals, bringPeople } from './people.ts';

const run = promisify(execFile);
const root = new URL('../../', import.meta.url);
const examples = fileURLToPath(new URL('examples', root));
const folder = `${examples}/.readme/`;

interface Snippet {
  /** The document, and the heading under which the code stands. */
  readonly title: string;
  readonly file: string;
  readonly code: string;
}

const documents = ['README.md', ...readdirSync(new URL('docs', root)).map((name) => `docs/${name}`)];
const snippets = documents.flatMap(readSnippets);

function readSnippets(document: string): Snippet[] {
  const text = readFileSync(new URL(document, root), 'utf8');
  const found = [...text.matchAll(/^#+ (.+)$|^```ts\n([\s\S]*?)^```/gm)];
  return found.flatMap(([, , code], index) => {
    const heading = found.slice(0, index).findLast(([, title]) => title !== undefined)?.[1];
    const file = `${folder}${document.replaceAll(/\W/g, '-')}-${index}.ts`;
    return code === undefined ? [] : [{ title: `${document}, ${heading}`, file, code }];
  });
}

const mock = createMockXpander();
/** For the guide that is about people: its agents ask them. */
const mockWithPeople = createMockXpander({ agents: approvals });
let server: MockServer;
let serverWithPeople: MockServer;
let people: { leave(): void };

beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const { file, code } of snippets) writeFileSync(file, code);
  server = await mock.listen({ port: 0 });
  serverWithPeople = await mockWithPeople.listen({ port: 0 });
  people = bringPeople(mockWithPeople);
});

afterAll(async () => {
  people.leave();
  await Promise.all([server.close(), serverWithPeople.close()]);
  rmSync(folder, { recursive: true, force: true });
});

describe('the code in the documents', () => {
  it('is there', () => {
    expect(snippets.filter(({ title }) => title.startsWith('README')).length).toBeGreaterThanOrEqual(10);
    expect(snippets.filter(({ title }) => title.startsWith('docs/')).length).toBeGreaterThanOrEqual(10);
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

  it.concurrent.each(snippets)('runs: $title', async ({ title, file }) => {
    const { url } = title.startsWith('docs/approval-and-login.md') ? serverWithPeople : server;
    const env = { XPANDER_API_KEY: 'test', XPANDER_API_URL: url };
    const { stdout } = await run(process.execPath, [file], { cwd: examples, env });
    expect(stdout).not.toBe('');
    expect(stdout).not.toMatch(/undefined|It ended as|It may be running|The API said no/);
  });
});
