import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const cwd = fileURLToPath(new URL('../', import.meta.url));

/** What a process prints that lacks something before it loads the built package. */
async function printedBy(lacking: string, script: string): Promise<string> {
  const code = `${lacking};
    const { Xpander } = await import('@xpander/sdk');
    const sent = [];
    const silent = () => new Promise(() => undefined);
    const fetch = async (request) => {
      if (request.method === 'GET') return silent();
      const body = await request.json();
      sent.push(body.id);
      return Response.json({ id: body.id ?? 't-1', status: 'pending' });
    };
    const xpander = new Xpander({ apiKey: 'key-1', fetch });
    ${script}`;
  const flags = ['--unhandled-rejections=strict', '--input-type=module', '--eval', code];
  const { stdout } = await promisify(execFile)(process.execPath, flags, { cwd, timeout: 30_000 });
  return stdout.trim();
}

/** Node's own `Request` needs the global while it is loaded. */
const noPerformance = 'new Request("https://a.example"); delete globalThis.performance';
const noRandomUuid = 'Object.defineProperty(crypto, "randomUUID", { value: undefined })';

describe('a host', () => {
  it.each([
    ['performance.timeOrigin', 'Object.defineProperty(performance, "timeOrigin", { value: undefined })'],
    ['performance', noPerformance],
  ])('without %s ends calls at their deadline, by a clock near the wall clock', async (_, lacking) => {
    const script = `
      const startMs = Date.now();
      const error = await xpander.tasks.wait('t-1', { deadlineMs: 50 }).catch((error) => error);
      const tookMs = Date.now() - startMs;
      const slow = await xpander.tasks.get('t-1', { timeoutMs: 50, maxRetries: 0 }).catch((error) => error);
      console.log(error.name, tookMs >= 45 && tookMs < 10_000, slow.name);`;
    expect(await printedBy(lacking, script)).toBe('DeadlineError true TimeoutError');
  });

  it('whose wall clock is set back while it has no `performance` does not wait longer for it', async () => {
    const script = `
      const { now } = Date;
      setTimeout(() => { Date.now = () => now() - 3_600_000; }, 10);
      const options = { deadlineMs: 200, pollIntervalMs: 50 };
      const error = await xpander.tasks.wait({ id: 't-1', status: 'pending' }, options).catch((error) => error);
      console.log(error.name);`;
    expect(await printedBy(noPerformance, script)).toBe('DeadlineError');
  });

  it('without crypto.randomUUID makes its own UUIDs', async () => {
    const script = `
      for (let run = 0; run < 200; run += 1) await xpander.agents.invokeAsync('a-1', 'hi', { onAmbiguous: 'adopt' });
      console.log(new Set(sent).size, sent.filter((id) => !/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)).length);`;
    expect(await printedBy(noRandomUuid, script)).toBe('200 0');
  });

  it('without any random numbers rejects what needs an id with the fix, and nothing else', async () => {
    const script = `
      const error = await xpander.agents.invokeAsync('a-1', 'hi', { onAmbiguous: 'adopt' }).catch((error) => error);
      const named = await xpander.agents.invokeAsync('a-1', 'hi');
      console.log(error.name, error.option, sent.length, named.id, error.hint);`;
    expect(await printedBy('delete globalThis.crypto', script)).toBe(
      'ConfigurationError id 1 t-1 Pass a UUID as `id` in the request, or load a polyfill of `crypto`',
    );
  });
});
