import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../repository-root.ts';
import { runScript, type ScriptRun } from './run-script.ts';
import { temporaryFolder } from './temporary.ts';

const run = promisify(execFile);

describe('spec:diff --check', () => {
  let repository: string;

  beforeEach(async () => {
    repository = await temporaryFolder();
    await cp(join(repositoryRoot, 'openapi'), join(repository, 'openapi'), { recursive: true });
    await mkdir(join(repository, '.changeset'));
    await changeset('earlier', { '@xpander/generated': 'major', '@xpander/sdk': 'major', '@xpander/mock': 'major' });
    await git('init', '--initial-branch=main', '--quiet');
    await commit('Begin');
    await git('checkout', '--quiet', '-b', 'change');
  });

  it('reports no change if nothing has changed', async () => {
    const { exitCode, stdout } = await check();
    expect(stdout).toMatch(
      /^The API description has not changed since the branch point from main \([0-9a-f]{10}\)\.\n$/,
    );
    expect(exitCode).toBe(0);
  });

  it('fails without a new changeset, even if there are older ones', async () => {
    await addMember();
    const { exitCode, stdout, stderr } = await check();
    expect(stdout).toContain('| minor | `Task.note` |');
    expect(stdout).toContain('| @xpander/generated | minor | none ✗ |');
    expect(stderr).toContain('@xpander/generated: minor, @xpander/sdk: minor');
    expect(exitCode).toBe(1);
  });

  it('fails if a changeset is too low, or lacks one of two packages', async () => {
    await addMember();
    await changeset('change', { '@xpander/generated': 'patch', '@xpander/sdk': 'minor' });
    expect((await check()).stderr).toMatch(/^Missing or too low: @xpander\/generated: minor\. /);

    await changeset('change', { '@xpander/generated': 'minor' });
    expect((await check()).stderr).toMatch(/^Missing or too low: @xpander\/sdk: minor\. /);
  });

  it('passes with changesets that are high enough, committed or not', async () => {
    await addMember();
    await changeset('one', { '@xpander/generated': 'major' });
    await changeset('two', { '@xpander/sdk': 'minor' });
    expect((await check()).exitCode).toBe(0);
    await commit('Change');
    expect((await check()).exitCode).toBe(0);
  });

  it('asks for a minor changeset if a package before 1.0 breaks its users', async () => {
    await breakReaders();
    await changeset('change', { '@xpander/generated': 'minor', '@xpander/sdk': 'minor' });
    expect((await check()).stderr).toContain('@xpander/generated: major, @xpander/sdk: major');
    for (const [name, version] of [
      ['generated', '0.4.0'],
      ['sdk', '1.0.0'],
    ] as const) {
      await mkdir(join(repository, 'packages', name), { recursive: true });
      await writeFile(join(repository, 'packages', name, 'package.json'), JSON.stringify({ version }));
    }
    const { stdout, stderr } = await check();
    expect(stdout).toContain('| @xpander/generated | minor | minor |');
    expect(stderr).toMatch(/^Missing or too low: @xpander\/sdk: major\. /);
  });

  it('compares with a given commit or file', async () => {
    await addMember();
    await commit('Change');
    expect((await check('HEAD')).exitCode).toBe(0);
    expect((await check('main')).exitCode).toBe(1);
    expect((await check(join(repositoryRoot, 'openapi/xpander.yaml'))).stdout).toContain('`Task.note`');
  });

  it('prints JSON with --json', async () => {
    await addMember();
    const { stdout } = await check('main', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      level: 'minor',
      changes: [{ level: 'minor', pointer: '#/components/schemas/Task/properties/note' }],
      requirements: [
        { name: '@xpander/generated', needed: 'minor', isMet: false },
        { name: '@xpander/sdk', needed: 'minor', isMet: false },
      ],
    });
  });

  it('exits with 2 if there is no base to compare with', async () => {
    const unknown = await check('no-such-commit');
    expect(unknown).toMatchObject({ exitCode: 2, stderr: 'no-such-commit is neither a file nor a commit.\n' });
    await git('branch', '--move', 'main', 'trunk');
    expect((await check()).stderr).toContain('There is no main branch to compare with.');
  });

  function check(...options: string[]): Promise<ScriptRun> {
    return runScript('spec-diff.ts', ['--check', '--repository', repository, ...options]);
  }

  async function addMember(): Promise<void> {
    const path = join(repository, 'openapi/schemas/Task.yaml');
    const schema = await readFile(path, 'utf8');
    await writeFile(path, schema.replace('properties:\n', 'properties:\n  note:\n    type: string\n'));
  }

  async function breakReaders(): Promise<void> {
    const path = join(repository, 'openapi/schemas/Task.yaml');
    const schema = await readFile(path, 'utf8');
    await writeFile(path, schema.replace(/ {2}voice_id:\n(?: {4}.*\n)+/, ''));
  }

  async function changeset(name: string, levels: Record<string, string>): Promise<void> {
    const lines = Object.entries(levels).map(([packageName, level]) => `"${packageName}": ${level}`);
    await writeFile(join(repository, `.changeset/${name}.md`), ['---', ...lines, '---', '', 'A note.', ''].join('\n'));
  }

  async function commit(message: string): Promise<void> {
    await git('add', '--all');
    const author = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
    await git(...author, 'commit', '--quiet', '--message', message);
  }

  async function git(...options: string[]): Promise<void> {
    await run('git', options, { cwd: repository });
  }
});
