import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '../src/failures/exit-codes.ts';
import { home, shell } from './support/command.ts';
import { emulate } from './support/emulator.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const blocks = [...readme.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, code = '']) => code);
/** Installing, the emulator and the variables of the reader's account are not for a test. */
const runnable = blocks.filter((code) => !/npm install|xpander-agent mock|export /.test(code));

describe('the README', () => {
  it('has code to run', () => {
    expect(runnable).toHaveLength(3);
  });

  it.each(runnable)('runs: %s', async (code) => {
    const { env } = await emulate({ agents: { 'agent-1': ({ text }) => text } });
    const cwd = join(home, `readme-${runnable.indexOf(code)}`);
    mkdirSync(cwd);
    writeFileSync(join(cwd, 'reviews.csv'), 'id,text\n1,good\n2,bad\n');
    const ended = await shell(`set -e\n${code}`, { env: { ...env, XPANDER_AGENT_ID: 'agent-1' }, cwd });
    expect(ended).toMatchObject({ code: 0 });
  });

  it('lists every exit code', () => {
    const rows = [...readme.matchAll(/^\| (\d+) \| \w/gm)].map(([, code]) => Number(code));
    expect(rows).toEqual(Object.values(exitCodes));
  });
});
