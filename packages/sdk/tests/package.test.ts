import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'rolldown';
import { describe, expect, it } from 'vitest';
import * as source from '../src/index.ts';

const folder = new URL('../', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as Record<string, unknown>;

function run(code: string, ...flags: string[]): string {
  return execFileSync(process.execPath, [...flags, '-e', code], {
    encoding: 'utf8',
    cwd: fileURLToPath(folder),
  }).trim();
}

describe('the built package', () => {
  it('exports the same names as its source, for import and for require', async () => {
    const names = Object.keys(source).sort();
    const imported = run(
      "import * as sdk from '@xpander/sdk'; console.log(Object.keys(sdk).sort().join())",
      '--input-type=module',
    );
    expect(imported.split(',')).toEqual(names);
    const required = createRequire(import.meta.url)('@xpander/sdk') as object;
    expect(Object.keys(required).sort()).toEqual(names);
  });

  it('has no runtime dependencies and no install scripts', () => {
    expect([manifest.dependencies, manifest.peerDependencies, manifest.optionalDependencies]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(Object.keys(manifest.scripts as object).filter((name) => /install|prepare/.test(name))).toEqual([]);
  });

  it('adds less than 48 KiB to a bundle, minified and gzipped', async () => {
    const input = fileURLToPath(new URL('dist/index.js', folder));
    const { output } = await build({ input, write: false, output: { minify: true } });
    expect(gzipSync(output[0].code, { level: 9 }).length).toBeLessThan(48 * 1024);
  });

  it('has parts of a stream in an entry point of their own, which shares no code with the main one', async () => {
    const input = fileURLToPath(new URL('dist/parts.js', folder));
    const { output } = await build({ input, write: false, output: { minify: true } });
    expect(gzipSync(output[0].code, { level: 9 }).length).toBeLessThan(1.5 * 1024);
    for (const name of ['index.js', 'index.cjs', 'parts.js', 'parts.cjs']) {
      const code = readFileSync(new URL(`dist/${name}`, folder), 'utf8');
      expect([name, code.includes("'tool-result'") || code.includes('"tool-result"')]).toEqual([
        name,
        name.startsWith('parts'),
      ]);
      expect(code).not.toMatch(/\b(from|require\(|import\() ?["'`]/);
    }
    const names = run(
      "import * as all from '@xpander/sdk/parts'; console.log(Object.keys(all).join())",
      '--input-type=module',
    );
    expect(names).toBe('parts');
    expect(Object.keys(createRequire(import.meta.url)('@xpander/sdk/parts') as object)).toEqual(['parts']);
  });

  it('is readable where Node shows the line of an uncaught error', () => {
    const lines = readFileSync(new URL('dist/index.js', folder), 'utf8').split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(600);
    const code =
      "import { inspect } from 'node:util'; import { Xpander } from '@xpander/sdk'; try { new Xpander({ apiKey: '' }) } catch (error) { console.log(inspect(error)) }";
    expect(run(code, '--input-type=module')).toMatch(/^ConfigurationError: apiKey: is empty/);
  });

  it('touches no global of the web when it is loaded', () => {
    const hidden = ['fetch', 'Request', 'Response', 'Headers', 'AbortController', 'ReadableStream'];
    const code = `for (const name of ${JSON.stringify(hidden)}) delete globalThis[name]; require('@xpander/sdk'); console.log('loaded')`;
    expect(run(code)).toBe('loaded');
  });

  it('names the licences of what it bundles', () => {
    const notice = readFileSync(new URL('THIRD_PARTY_LICENSES.txt', folder), 'utf8');
    for (const name of ['openapi-fetch', 'eventsource-parser']) expect(notice).toContain(name);
    expect(manifest.files).toContain('THIRD_PARTY_LICENSES.txt');
  });
});

describe('a process that has made calls', () => {
  const script = `
    import { Xpander } from '@xpander/sdk';
    const answer = (status) => Response.json({ id: 't-1', status, input: {}, result: 'R' });
    const fetch = async ({ method, url }) => {
      if (url.endsWith('slow')) return new Promise(() => undefined);
      if (url.endsWith('busy')) return Response.json({}, { status: 503 });
      return answer(method === 'POST' ? 'pending' : 'completed');
    };
    const xpander = new Xpander({ apiKey: 'key-1', fetch });
    const ends = [];
    const end = (promise) => promise.then(({ result }) => ends.push(result), ({ name }) => ends.push(name));
    await end(xpander.agents.run('a-1', 'hi', { pollIntervalMs: 50 }));
    await end(xpander.tasks.wait('t-1'));
    await end(xpander.tasks.wait('slow', { deadlineMs: 20 }));
    await end(xpander.tasks.get('slow', { timeoutMs: 20, maxRetries: 0 }));
    await end(xpander.tasks.wait('slow', { signal: AbortSignal.abort() }));
    const controller = new AbortController();
    const aborted = end(xpander.tasks.wait('busy', { signal: controller.signal, maxRetries: 50 }));
    setImmediate(() => controller.abort());
    await aborted;
    console.log(ends.join(), process.getActiveResourcesInfo().includes('Timeout'));
  `;

  it('exits by itself, with nothing left to wait for', async () => {
    const flags = ['--unhandled-rejections=strict', '--input-type=module', '--eval', script];
    const options = { cwd: fileURLToPath(folder), timeout: 30_000 };
    // Rejects unless the code is 0. A timer that was left would hold the process for a minute or ten.
    const { stdout, stderr } = await promisify(execFile)(process.execPath, flags, options);
    expect(stdout.trim()).toBe('R,R,DeadlineError,TimeoutError,AbortError,AbortError false');
    expect(stderr).toBe('');
  });
});
