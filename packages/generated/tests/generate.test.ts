import { execFile } from 'node:child_process';
import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const packageRoot = join(import.meta.dirname, '..');

describe('generate --check', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'generate-'));
    await cp(join(packageRoot, '../../openapi'), join(folder, 'openapi'), { recursive: true });
    await cp(join(packageRoot, 'src'), join(folder, 'src'), { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('passes on what is committed', async () => {
    expect(await generate('--check')).toEqual({ exitCode: 0, stderr: '' });
  });

  it('names both files after a member was added to the description', async () => {
    const path = join(folder, 'openapi/schemas/DeepPlanningTask.yaml');
    const schema = await readFile(path, 'utf8');
    await writeFile(path, schema.replace('properties:\n', 'properties:\n  note:\n    type: string\n'));

    const { exitCode, stderr } = await generate('--check');

    expect(exitCode).toBe(1);
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^schema\.gen\.ts .*pnpm generate/),
      expect.stringMatching(/^openapi\.gen\.json .*pnpm generate/),
      '',
    ]);
  });

  it('names the one file that was edited by hand, and leaves it alone', async () => {
    const path = join(folder, 'src/schema.gen.ts');
    await appendFile(path, '// a quick fix\n');

    const { exitCode, stderr } = await generate('--check');

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^schema\.gen\.ts .*pnpm generate.*\n$/);
    expect(await readFile(path, 'utf8')).toContain('a quick fix');
  });

  it('fails on a description with a broken reference', async () => {
    await rm(join(folder, 'openapi/schemas/TokenUsage.yaml'));
    const { exitCode, stderr } = await generate('--check');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('TokenUsage.yaml');
  });

  it('passes again after generating', async () => {
    await rm(join(folder, 'src/schema.gen.ts'));
    expect((await generate()).exitCode).toBe(0);
    expect((await generate('--check')).exitCode).toBe(0);
  });

  function generate(...options: string[]): Promise<{ exitCode: number; stderr: string }> {
    const script = join(packageRoot, 'scripts/generate.ts');
    const paths = ['--spec', join(folder, 'openapi/xpander.yaml'), '--out', join(folder, 'src')];
    return new Promise((resolve) => {
      const child = execFile(process.execPath, [script, ...paths, ...options], (_error, _stdout, stderr) =>
        resolve({ exitCode: child.exitCode ?? -1, stderr }),
      );
    });
  }
});
