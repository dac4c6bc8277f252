import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { errorOf, home, key, run, start } from './support/command.ts';
import { emulate } from './support/emulator.ts';

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

  it('prints each request with --verbose', async () => {
    const command = start(['mock', '--port', '0', '--verbose']);
    const [, url = ''] = await command.waitFor(/XPANDER_API_URL=(\S+)/);
    await run(['agents', 'get', 'any-agent'], { env: { XPANDER_API_URL: url } });
    await command.waitFor(/^GET \/v1\/agents\/any-agent 200 \d+ ms$/m);
    command.child.kill('SIGINT');
    await command.ended;
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
