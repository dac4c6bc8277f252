import { execFileSync } from 'node:child_process';
import { chmodSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { errorOf, home, key, run, start } from './support/command.ts';
import { emulate } from './support/emulator.ts';
import { waitUntil } from './support/wait-until.ts';

const otherKey = 'xp-other-key-987654321';
const keyFile = join(home, 'key.txt');
writeFileSync(keyFile, `${otherKey}\n`, { mode: 0o600 });
const keys = { [otherKey]: 'organization-2' };

describe.concurrent('the key', () => {
  it('comes from the environment', async () => {
    const { env } = await emulate({ keys: { [key]: 'organization-1' } });
    expect(await run(['agents', 'list'], { env })).toMatchObject({ code: 0 });
  });

  it('comes from a file, which wins over the environment', async () => {
    const { env } = await emulate({ keys });
    expect(await run(['agents', 'list', '--api-key-file', keyFile], { env })).toMatchObject({ code: 0, err: '' });
  });

  it('comes from the standard input', async () => {
    const { env } = await emulate({ keys });
    const ended = await run(['invoke', 'echo', 'Hi', '--sync', '--api-key-stdin'], { env, input: `${otherKey}\n` });
    expect(ended).toMatchObject({ code: 0, out: 'Hi\n' });
  });

  it('leaves no room for a prompt when it comes from the standard input', async () => {
    const ended = await run(['invoke', 'echo', '--api-key-stdin'], { input: otherKey });
    expect(ended).toMatchObject({ code: 2, err: expect.stringContaining('carries the API key') });
  });

  it('is warned about if others can read its file', async () => {
    const shared = join(home, 'shared.txt');
    writeFileSync(shared, otherKey);
    chmodSync(shared, 0o644);
    const { env } = await emulate({ keys });
    const text = await run(['agents', 'list', '--api-key-file', shared], { env });
    expect(text).toMatchObject({
      code: 0,
      err: `warning: Other users can read ${shared}. Protect it with: chmod 600 ${shared}\n`,
    });
    const json = await run(['agents', 'list', '--api-key-file', shared, '--json'], { env });
    expect(JSON.parse(json.err)).toEqual({ warning: { message: expect.stringContaining('Other users can read') } });
  });

  it.each([`--api-key=${otherKey}`, '--api-key', '--key', '--token', '--API_KEY'])(
    'is refused as the argument %s',
    async (option) => {
      const { code, out, err } = await run(['agents', 'list', option, otherKey]);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain('other users of the machine can read arguments in the list of processes');
      expect(err).not.toContain(otherKey);
    },
  );

  it('is not read from a .env file', async () => {
    writeFileSync(join(home, '.env'), `XPANDER_API_KEY=${otherKey}\n`);
    const ended = await run(['agents', 'list', '--json'], { env: { XPANDER_API_KEY: undefined } });
    expect(errorOf(ended)).toMatchObject({ exitCode: 2, message: 'The API key is missing.' });
  });

  it('is named by its source after a 401', async () => {
    const { env } = await emulate({ keys: { 'xp-yet-another-key': 'organization-3' } });
    const fromFile = await run(['agents', 'list', '--api-key-file', keyFile], { env });
    expect(fromFile.code).toBe(7);
    expect(fromFile.err).toContain(`The key came from the file ${keyFile} (22 characters).`);
    const fromEnvironment = await run(['tasks', 'list'], { env });
    expect(fromEnvironment.err).toContain('The key came from XPANDER_API_KEY (22 characters).');
  });

  it('is in no argument of the process', async () => {
    const { mock, env } = await emulate();
    const command = start(['invoke', 'slow', 'Hi'], { env });
    await waitUntil(() => mock.tasks.length === 1);
    const processes = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
    expect(processes).toContain('invoke slow Hi');
    expect(processes).not.toContain(key);
    command.child.kill('SIGINT');
    await command.ended;
  });

  it('is in no output, also where the server repeats it', async () => {
    const { mock, env } = await emulate();
    mock.fail({ operation: 'listAgents', status: 401, body: { detail: `no such key: ${key}` }, times: 4 });
    mock.fail({ operation: 'listTasks', status: 500, body: `<p>${key}</p>`, contentType: 'text/html', times: 4 });
    const ends = await Promise.all([
      run(['agents', 'list', '--verbose'], { env }),
      run(['agents', 'list', '--json', '--verbose'], { env }),
      run(['tasks', 'list', '--json'], { env }),
      run(['doctor', '--verbose'], { env }),
      run(['doctor', '--json'], { env }),
    ]);
    for (const { out, err } of ends) expect(out + err).not.toContain(key);
  });
});

// The files that the tests of this file's commands have left.
afterAll(() => {
  for (const name of globSync('**/*', { cwd: home })) {
    const file = join(home, name);
    if (statSync(file).isFile() && file !== keyFile && !/shared|\.env/.test(name))
      expect(readFileSync(file, 'utf8')).not.toContain(key);
  }
});
