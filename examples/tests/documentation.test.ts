import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createMockXpander, type MockServer } from '@xpander/mock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approver, bringPeople } from './people.ts';
import { snippetFolder, snippets } from './snippets.ts';

const run = promisify(execFile);
const examples = fileURLToPath(new URL('..', import.meta.url));
const agentId = 'agent-1';
const workflowId = 'workflow-1';

const mock = createMockXpander();
/** For the guide about approval and login: its agent pauses, and the test resumes it. */
const mockWithPeople = createMockXpander({ agents: { [agentId]: approver } });
let server: MockServer;
let serverWithPeople: MockServer;
let people: { leave(): void };

beforeAll(async () => {
  rmSync(snippetFolder, { recursive: true, force: true });
  mkdirSync(snippetFolder);
  for (const { file, code } of snippets) writeFileSync(file, code);
  server = await mock.listen({ port: 0 });
  serverWithPeople = await mockWithPeople.listen({ port: 0 });
  people = bringPeople(mockWithPeople);
});

afterAll(async () => {
  people.leave();
  await Promise.all([server.close(), serverWithPeople.close()]);
  rmSync(snippetFolder, { recursive: true, force: true });
});

describe('the code in the documents', () => {
  it('exists in the README, the guides and the README of the SDK', () => {
    expect(snippets.filter(({ title }) => title.startsWith('README')).length).toBeGreaterThanOrEqual(10);
    expect(snippets.filter(({ title }) => title.startsWith('docs/')).length).toBeGreaterThanOrEqual(10);
    expect(snippets.filter(({ title }) => title.startsWith('packages/sdk')).length).toBeGreaterThanOrEqual(1);
  });

  it('takes the agent from the environment instead of writing out an id', () => {
    const written = snippets.filter(({ code }) => /[0-9a-f]{8}-[0-9a-f]{4}-/.test(code));
    expect(written.map(({ title }) => title)).toEqual([]);
  });

  it('is at most ten lines long in a recipe of the README', () => {
    const long = snippets.filter(({ document, code }) => document === 'README.md' && code.split('\n').length > 11);
    expect(long.map(({ title }) => title)).toEqual([]);
  });

  it('compiles under strict flags', async () => {
    const project = {
      extends: '../../tsconfig.base.json',
      include: ['*.ts'],
      compilerOptions: {
        types: ['node'],
        moduleDetection: 'force',
        // The SDK's users do not install this package, so that the examples do not depend on it.
        paths: { '@xpander/generated': ['../../packages/generated/dist/index.d.ts'] },
      },
    };
    writeFileSync(`${snippetFolder}tsconfig.json`, JSON.stringify(project));
    const compiler = fileURLToPath(import.meta.resolve('typescript/package.json')).replace(/package\.json$/, 'bin/tsc');
    await expect(run(process.execPath, [compiler, '-p', snippetFolder])).resolves.toMatchObject({ stdout: '' });
  });

  // The code of the generated client calls the real API. That of the page on proxies runs in `proxies.test.ts`.
  const elsewhere = ['packages/generated/README.md', 'docs/proxies-and-fetch.md'];
  const runnable = snippets.filter(({ document }) => !elsewhere.includes(document));
  it.concurrent.each(runnable)('runs: $title', async ({ title, file }) => {
    const { url } = title.startsWith('docs/approval-and-login.md') ? serverWithPeople : server;
    const ids = { XPANDER_AGENT_ID: agentId, XPANDER_WORKFLOW_ID: workflowId };
    const env = { XPANDER_API_KEY: 'test', ...ids, XPANDER_API_URL: url };
    const { stdout } = await run(process.execPath, [file], { cwd: examples, env });
    expect(stdout).not.toBe('');
    expect(stdout).not.toMatch(/undefined|It ended as|It may be running|The API said no/);
  });
});
