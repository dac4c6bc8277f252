import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../examples/browser/chromium.ts';
import { type PageCode, writePageCode } from './support/page-code.ts';

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const programOf = (name: string, path: string): string => join(dirname(require.resolve(`${name}/package.json`)), path);

let code: PageCode;
beforeAll(() => {
  code = writePageCode('docs/testing.md');
});
afterAll(() => code.remove());

const runIn = (program: string, ...args: string[]): Promise<{ stdout: string; stderr: string }> => {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const options = { cwd: code.folder, env: { ...env, NO_COLOR: '1', CHROMIUM_PATH: findChromium() } };
  return run(process.execPath, [program, ...args], options);
};

describe('the tests of the guide', () => {
  it('pass in vitest, with MSW and a browser too', async () => {
    const files = ['summarize.test.ts', 'msw.test.ts', 'page.test.ts'];
    const { stdout } = await runIn(programOf('vitest', 'vitest.mjs'), 'run', '--testTimeout=120000', ...files);
    expect(stdout).toMatch(/Tests\s+5 passed \(5\)/);
  });

  it('pass in Jest', async () => {
    const { stderr } = await runIn(programOf('jest', 'bin/jest.js'), '--rootDir', '.', 'summarize.test.js');
    expect(stderr).toMatch(/Tests:\s+1 passed, 1 total/);
  });

  it('pass in node:test', async () => {
    const { stdout } = await runIn('--test', '--test-reporter=tap', 'summarize.node-test.ts');
    expect(stdout).toMatch(/# pass 1\n/);
  });
});
