import { describe, expect, it } from 'vitest';
import { findObstacles } from '../release/readiness.ts';
import { runScript } from './run-script.ts';
import { temporaryFolder, written } from './temporary.ts';

const keywords = {};

describe('a release', () => {
  it('is refused while the address of the repository is a placeholder, with the place to set it', async () => {
    const repository = 'https://github.invalid/owner/xpander-typescript';
    const path = await written(await temporaryFolder(), 'metadata.json', { repository, keywords });
    const { exitCode, stderr } = await runScript('release-check.ts', ['--metadata', path]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^Not released: .*placeholder.*scripts\/release\/metadata\.json.*pnpm generate/);
  });

  it.each([
    'github.com/acme/agents',
    'https://github.com/acme/agents.git',
    'https://github.com/acme/agents/',
    'git+https://github.com/acme/agents',
    '',
  ])('is refused with an address that is not a page: "%s"', (repository) => {
    expect(findObstacles({ repository, keywords })).toEqual([expect.stringContaining('https://host/owner/name')]);
  });

  it('is refused in the workflow of another repository, whose provenance npm would not accept', () => {
    const metadata = { repository: 'https://github.com/acme/agents', keywords };
    expect(findObstacles(metadata, 'someone/agents')).toEqual([expect.stringContaining('someone/agents')]);
    expect(findObstacles(metadata, 'Acme/agents')).toEqual([]);
  });

  it('goes on with a real address', async () => {
    expect(findObstacles({ repository: 'https://github.com/acme/agents', keywords })).toEqual([]);
  });
});
