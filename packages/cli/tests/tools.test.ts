import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { bin, environment, errorOf, home, key, run, start } from './support/command.ts';
import { emulate } from './support/emulator.ts';
import { openTerminal } from './support/terminal.ts';

const execute = promisify(execFile);
const hasShell = (name: string): boolean => {
  const found = (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, name)));
  if (!found) console.warn(`SKIPPED: the completion of ${name} is not checked, because ${name} is not installed.`);
  return found;
};

describe.concurrent('doctor', () => {
  it('finds everything in order', async () => {
    const { env, url } = await emulate();
    const { code, out, err } = await run(['doctor'], { env });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`key       from XPANDER_API_KEY (${key.length} characters)`);
    expect(out).toContain(`${url}/ (from XPANDER_API_URL)`);
    for (const name of ['versions', 'proxy', 'DNS', 'TLS', 'health', 'clock', 'access']) expect(out).toContain(name);
    expect(out).not.toContain(key);
  });

  it('prints an object with --json', async () => {
    const { env } = await emulate();
    const { out } = await run(['doctor', '--json'], { env });
    const { ok, versions, checks } = JSON.parse(out);
    expect(ok).toBe(true);
    expect(versions).toEqual({ cli: packageJson.version, sdk: expect.any(String), node: process.versions.node });
    expect(checks.map(({ name }: { name: string }) => name)).toEqual([
      'versions',
      'key',
      'base URL',
      'proxy',
      'DNS',
      'TLS',
      'health',
      'clock',
      'access',
    ]);
  });

  it('ends with the code of the first check that failed', async () => {
    const refused = await emulate({ keys: { 'another-key-1234': 'organization-1' } });
    const access = await run(['doctor', '--json'], { env: refused.env });
    expect(access.code).toBe(7);
    expect(errorOf(access)).toMatchObject({ code: 'unauthorized', exitCode: 7 });
    const { env } = await emulate();
    const noKey = await run(['doctor', '--json'], { env: { ...env, XPANDER_API_KEY: undefined } });
    expect(noKey.code).toBe(2);
    const noServer = await run(['doctor', '--json'], { env: { XPANDER_API_URL: 'http://127.0.0.1:9' } });
    expect(noServer.code).toBe(10);
    expect(JSON.parse(noServer.out).ok).toBe(false);
  });

  it('tells that Node ignores proxy variables, and hides their password', async () => {
    const { env } = await emulate();
    const { out } = await run(['doctor'], { env: { ...env, HTTPS_PROXY: 'http://dana:secret@proxy.example:3128' } });
    expect(out).toContain('! proxy     HTTPS_PROXY=http://***@proxy.example:3128: ignored by Node');
    expect(out).not.toContain('secret');
  });

  it('tells a clock that is wrong', async () => {
    const { mock, env } = await emulate();
    const headers = { date: new Date(Date.now() + 3_600_000).toUTCString() };
    mock.fail({ operation: 'health', status: 200, body: 'ok', headers });
    const { out } = await run(['doctor'], { env });
    expect(out).toMatch(/! clock {5}(1 h|60 min) behind the server/);
  });
});

describe.concurrent('mock', () => {
  it('prints the two variables to export, and serves until it is interrupted', async () => {
    const command = start(['mock', '--port', '0']);
    const [, url = ''] = await command.waitFor(/^export XPANDER_API_URL=(\S+)\nexport XPANDER_API_KEY=any-key\n/);
    const task = await run(['invoke', 'any-agent', '2+2?', '--stream'], { env: { XPANDER_API_URL: url } });
    expect(task).toMatchObject({ code: 0, out: '4\n' });
    command.child.kill('SIGINT');
    expect((await command.ended).code).toBe(130);
  });

  it('reads scripts of agents from a file, and refuses a wrong one', async () => {
    writeFileSync(join(home, 'agents.mjs'), 'export const agents = { parrot: ({ text }) => [text, "!"].join("") };');
    writeFileSync(join(home, 'empty.mjs'), 'export const other = 1;');
    const command = start(['mock', '--port', '0', '--agents', 'agents.mjs', '--json']);
    const [line] = await command.waitFor(/^\{.*\}\n/);
    const ended = await run(['invoke', 'parrot', 'Hi', '--sync'], { env: JSON.parse(line) });
    expect(ended.out).toBe('Hi!\n');
    command.child.kill('SIGTERM');
    expect((await command.ended).code).toBe(143);
    for (const file of ['empty.mjs', 'none.mjs'])
      expect(await run(['mock', '--agents', file])).toMatchObject({ code: 2 });
  });

  it('names a port that is in use', async () => {
    const { url } = await emulate();
    const { code, err } = await run(['mock', '--port', new URL(url).port]);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('is in use') });
  });
});

describe.concurrent('completion', () => {
  it.each(['bash', 'zsh', 'fish'])('prints a script that %s can read', async (shellName) => {
    const { code, out } = await run(['completion', shellName]);
    expect(code).toBe(0);
    if (!hasShell(shellName)) return;
    const file = join(home, `script.${shellName}`);
    writeFileSync(file, out);
    await execute(shellName, ['-n', file]);
  });

  it.each(['bash', 'zsh', 'fish'])('installs the script of %s in the home of the user', async (shellName) => {
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
    for (const ended of ends) expect(ended).toEqual({ code: 0, out: ':4\n', err: '' });
  });

  it('completes at a real TAB', async () => {
    const library = '/usr/share/bash-completion/bash_completion';
    if (!existsSync(library)) return console.warn(`SKIPPED: no real TAB, because ${library} is not installed.`);
    const folder = join(home, 'commands');
    mkdirSync(folder, { recursive: true });
    symlinkSync(bin, join(folder, 'xpander-agent'));
    const script = join(home, 'tab.bash');
    writeFileSync(script, (await run(['completion', 'bash'])).out);
    const env = { PATH: `${folder}:${environment().PATH}`, PS1: 'shell> ', INPUTRC: '/dev/null' };
    const shellSession = openTerminal(['--norc', '--noprofile', '-i'], { env, file: '/bin/bash' });
    await shellSession.waitFor('shell> ');
    shellSession.type(`source ${library}; source '${script}'; echo rea''dy\r`);
    await shellSession.waitFor('ready');
    await shellSession.waitFor('shell> ');
    shellSession.type('xpander-agent inv\t');
    await shellSession.waitFor('xpander-agent invoke ');
    shellSession.type('\u0003');
  });
});
