import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { binFolder, environment, home, key, run } from './support/command.ts';
import { emulate } from './support/emulator.ts';
import { openTerminal, type TerminalSession } from './support/terminal.ts';

const execute = promisify(execFile);
const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

const bashCompletion = '/usr/share/bash-completion/bash_completion';
const whereIs = (name: string): string | undefined =>
  (process.env.PATH ?? '')
    .split(':')
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));

/** Whether a shell, with what it needs to complete, is installed. */
function hasShell(name: Shell): boolean {
  const isThere = whereIs(name) !== undefined && (name !== 'bash' || existsSync(bashCompletion));
  if (!isThere) console.warn(`SKIPPED: the completion of ${name}, because it is not installed.`);
  return isThere;
}

describe.concurrent('completion', () => {
  it.each(shells)('prints a script that %s can read', async (shellName) => {
    const { code, out } = await run(['completion', shellName]);
    expect(code).toBe(0);
    if (!hasShell(shellName)) return;
    const file = join(home, `script.${shellName}`);
    writeFileSync(file, out);
    await execute(shellName, ['-n', file]);
  });

  it.each(shells)('installs the script of %s in the home of the user', async (shellName) => {
    const folder = join(home, `home-${shellName}`);
    const { code, out } = await run(['completion', shellName, '--install'], { env: { HOME: folder } });
    expect(code).toBe(0);
    expect(out.trim().startsWith(folder)).toBe(true);
    expect(readFileSync(out.trim(), 'utf8')).toBe((await run(['completion', shellName])).out);
  });

  it('offers commands, options, choices and agents', async () => {
    const { env } = await emulate();
    const offers = async (...words: string[]): Promise<string[]> => {
      const { out } = await run(['complete', '--', ...words], { env });
      return out
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t')[0] ?? '');
    };
    expect(await offers('in')).toEqual(['invoke', ':4']);
    expect(await offers('tasks', '')).toEqual(['list', 'get', 'wait', 'follow', 'stop', 'delete', ':4']);
    expect(await offers('invoke', '--str')).toEqual(['--stream', ':4']);
    expect(await offers('completion', 'z')).toEqual(['zsh', ':4']);
    expect(await offers('invoke', 'gr')).toEqual(['greeter', ':4']);
    expect(await offers('invoke', '--agent', 'ec')).toEqual(['echo', ':4']);
  });

  it('keeps agents for ten minutes in a file that only its owner can read', async () => {
    const { mock, env } = await emulate();
    const cache = join(home, 'cache');
    const settings = { env: { ...env, XDG_CACHE_HOME: cache } };
    await run(['complete', '--', 'invoke', ''], settings);
    await run(['complete', '--', 'invoke', ''], settings);
    mock.expectRequests({ listAgents: 1 });
    const [file = ''] = readdirSync(join(cache, 'xpander-agent'));
    expect(statSync(join(cache, 'xpander-agent', file)).mode & 0o777).toBe(0o600);
    expect(file + readFileSync(join(cache, 'xpander-agent', file), 'utf8')).not.toContain(key);
  });

  it('offers no agents, and fails in no way, without a key or a server', async () => {
    const ends = await Promise.all([
      run(['complete', '--', 'invoke', ''], { env: { XPANDER_API_KEY: undefined } }),
      run(['complete', '--', 'invoke', ''], { env: { XPANDER_API_URL: 'http://127.0.0.1:9' } }),
    ]);
    for (const ended of ends) expect(ended).toEqual({ code: 0, out: ':0\n', err: '' });
  });
});

/** What makes a shell load completions of its user, and show a prompt that can be awaited. */
const startFiles: Readonly<Record<Shell, readonly [file: string, content: string]>> = {
  bash: ['.bashrc', `PS1='shell> '; source ${bashCompletion}\n`],
  zsh: [
    '.zshrc',
    "unsetopt prompt_sp; PS1='shell> '; fpath=($HOME/.local/share/zsh/site-functions $fpath); autoload -U compinit; compinit -u\n",
  ],
  fish: ['.config/fish/config.fish', "set fish_greeting; function fish_prompt; echo -n 'shell> '; end\n"],
};

/** Opens a shell of a user who has installed the completion. */
async function openShell(shell: Shell, variables: Readonly<Record<string, string>>): Promise<TerminalSession> {
  const folder = join(home, `tab-${shell}-${Math.random()}`);
  const [file, content] = startFiles[shell];
  mkdirSync(join(folder, '.config', 'fish'), { recursive: true });
  writeFileSync(join(folder, file), content);
  writeFileSync(join(folder, 'kept.txt'), 'kept');
  const node = join(process.execPath, '..');
  const env = { ...variables, HOME: folder, INPUTRC: '/dev/null', PATH: `${binFolder}:${node}:${environment().PATH}` };
  await run(['completion', shell, '--install'], { env });
  const session = openTerminal(['-i'], { env, cwd: folder, file: whereIs(shell) ?? shell, columns: 120 });
  await session.waitToShow(/shell> ?$/);
  return session;
}

const clearLine = '\u0015';

describe.concurrent.each(shells)('a real TAB in %s', (shell) => {
  it('completes commands, options, agents and names of files', async () => {
    if (!hasShell(shell)) return;
    const { env } = await emulate();
    const session = await openShell(shell, env);
    for (const [typed, completed] of [
      ['xpander-agent inv', /shell> xpander-agent invoke\b/],
      ['xpander-agent tasks del', /shell> xpander-agent tasks delete\b/],
      ['xpander-agent invoke gree', /shell> xpander-agent invoke greeter\b/],
      ['xpander-agent invoke greeter --stre', /shell> xpander-agent invoke greeter --stream\b/],
      ['xpander-agent invoke greeter --prompt-file ke', /shell> xpander-agent invoke greeter --prompt-file kept\.txt/],
    ] as const) {
      session.type(`${typed}\t`);
      await session.waitToShow(completed);
      session.type(clearLine);
    }
  });

  it('neither carries out the line nor what the API has sent', async () => {
    if (!hasShell(shell)) return;
    const agents = { '$(touch made-by-id)': () => '', 'greeter;touch made-by-end': () => '', greeter: () => '' };
    const { env } = await emulate({ agents });
    const session = await openShell(shell, env);
    session.type('xpander-agent invoke g\t');
    await session.waitToShow(/shell> xpander-agent invoke greeter\b/);
    session.type(`${clearLine}xpander-agent invoke greeter Hi > kept.txt --strea\t`);
    await session.waitToShow(/> kept\.txt --stream?\b/);
    const { cwd: folder } = session;
    expect(readFileSync(join(folder, 'kept.txt'), 'utf8')).toBe('kept');
    expect(readdirSync(folder).filter((name) => name.startsWith('made'))).toEqual([]);
  });
});
