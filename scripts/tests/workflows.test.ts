import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseYaml } from '@redocly/openapi-core';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../repository-root.ts';
import { lintWorkflows, listWorkflows } from '../workflows/lint.ts';
import { findBreaches, type Job, parseWorkflow } from '../workflows/rules.ts';

const workflows = listWorkflows();
const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8');
const hash = '0123456789abcdef0123456789abcdef01234567';

/** A workflow that keeps the rules, in which one line can be replaced. */
function workflowWith(line = '', replacement = ''): string {
  const text = [
    'name: Test',
    'on: push',
    'permissions: {}',
    'jobs:',
    '  test:',
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 5',
    '    permissions: { contents: read }',
    '    steps:',
    `      - uses: acme/tool@${hash} # v1.2.3`,
    '      - run: echo hello',
  ].join('\n');
  expect(text).toContain(line);
  return text.replace(line, replacement);
}

describe('the workflows', () => {
  it.each(workflows)('keep the rules, and actionlint finds nothing: $path', async (workflow) => {
    expect(await lintWorkflows([workflow])).toEqual([]);
  });

  it('name the version of pnpm that package.json names', () => {
    const { packageManager } = JSON.parse(read('package.json'));
    const named = workflows.flatMap(({ text }) => text.match(/\bpnpm@[\w.-]+/g) ?? []);
    expect(new Set(named)).toEqual(new Set([packageManager]));
  });
});

describe('the rules for workflows', () => {
  it('accept a workflow that keeps them', () => {
    expect(findBreaches(workflowWith())).toEqual([]);
  });

  it.each([
    ['an action by its tag', `@${hash} # v1.2.3`, '@v1', 'acme/tool@v1 is not pinned'],
    ['an action by its branch', `@${hash} # v1.2.3`, '@main # v1.2.3', 'acme/tool@main is not pinned'],
    ['a hash without its version', ' # v1.2.3', '', 'is not pinned'],
    ['an action in braces', `uses: acme/tool@${hash} # v1.2.3`, '{ uses: acme/tool@v2 }', 'acme/tool@v2 is not pinned'],
    ['a job without a time limit', '    timeout-minutes: 5', '', 'job test: no timeout-minutes'],
    ['a job without permissions', '    permissions: { contents: read }', '', 'job test: no permissions'],
    ['a job with every permission', 'permissions: { contents: read }', 'permissions: write-all', 'no permissions'],
    ['permissions of all jobs', 'permissions: {}', 'permissions: { contents: write }', 'permissions: {}'],
  ])('find %s', (_, line, replacement, breach) => {
    expect(findBreaches(workflowWith(line, replacement))).toEqual([expect.stringContaining(breach)]);
  });

  it('find an action that another workflow provides as a job', () => {
    const job =
      'other:\n    uses: acme/flows/.github/workflows/test.yml@main\n    permissions: {}\n    timeout-minutes: 1';
    const breach = expect.stringContaining('test.yml@main is not pinned');
    expect(findBreaches(workflowWith('jobs:', `jobs:\n  ${job}`))).toEqual([breach]);
  });

  it('come with what actionlint knows, such as a step that does not exist', async () => {
    const text = workflowWith('echo hello', `echo \${{ steps.nothing.outputs.it }}`);
    expect(await lintWorkflows([{ path: 'test.yml', text }])).toEqual([
      expect.stringMatching(/^test\.yml:11:.*nothing/),
    ]);
  });
});

describe('the release', () => {
  const jobs: Readonly<Record<string, Job>> = parseWorkflow(read('.github/workflows/release.yml')).jobs;
  const commandsOf = (job = ''): string[] => jobs[job]?.steps?.flatMap(({ run }) => run ?? []) ?? [];

  it('gives the identity that can publish to one job only', () => {
    const able = Object.entries(jobs).filter(([, { permissions }]) => JSON.stringify(permissions).includes('id-token'));
    expect(able.map(([name]) => name)).toEqual(['publish']);
  });

  it('publishes without a build and without install scripts, after the tests', () => {
    expect(commandsOf('publish')).toEqual([
      expect.stringMatching(/^npm install --global --ignore-scripts pnpm@/),
      'pnpm install --frozen-lockfile --ignore-scripts',
    ]);
    expect(commandsOf('pack')).toContain('.ci/run');
    expect(jobs).toMatchObject({ publish: { needs: 'pack' }, pack: { needs: 'mode' }, version: { needs: 'mode' } });
  });

  it('is rehearsed in what runs before it, and as a whole once a week', () => {
    const { rehearse } = parseWorkflow(read('.github/workflows/runtimes.yml')).jobs;
    expect(commandsOf('pack')).toContainEqual(expect.stringMatching(/ release:rehearse$/));
    expect(rehearse?.steps?.map(({ run }) => run)).toContainEqual(expect.stringMatching(/ release:rehearse --all$/));
  });

  it('is refused before anything else without the address of the repository', () => {
    expect(commandsOf('mode')[0]).toBe('node scripts/release-check.ts');
  });
});

describe('updates of dependencies', () => {
  it('cover every lockfile, and the actions', () => {
    const { updates } = parseYaml(read('.github/dependabot.yml')) as {
      updates: { 'package-ecosystem': string; directories?: string[] }[];
    };
    const lockfiles = globSync('{,*/,*/*/}pnpm-lock.yaml', {
      cwd: repositoryRoot,
      exclude: (path) => path.includes('node_modules'),
    });
    const folders = lockfiles.map((path) => `/${dirname(path)}`.replace('/.', '/'));
    expect(updates.find((update) => update['package-ecosystem'] === 'npm')?.directories).toEqual(folders.sort());
    expect(updates.map((update) => update['package-ecosystem'])).toContain('github-actions');
  });
});
