import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createMockXpander, type MockServer } from '@xpander/mock';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Gateway, identity, openGateway, openProxy } from './gateway.ts';
import { snippets } from './snippets.ts';

const run = promisify(execFile);
const page = 'docs/proxies-and-fetch.md';
/** Inside the package, so that the code finds what it imports. */
const folder = mkdtempSync(fileURLToPath(new URL('../.proxies-', import.meta.url)));
const files = { ca: join(folder, 'ca.pem'), key: join(folder, 'key.pem') };

let api: MockServer;
let gateway: Gateway;
let strictGateway: Gateway;
let proxy: Gateway;

beforeAll(async () => {
  writeFileSync(files.ca, identity.cert);
  writeFileSync(files.key, identity.key);
  api = await createMockXpander().listen({ port: 0 });
  gateway = await openGateway(api.url);
  strictGateway = await openGateway(api.url, { requestCert: true, rejectUnauthorized: true, ca: [identity.cert] });
  proxy = await openProxy();
});

afterAll(async () => {
  for (const each of [gateway, strictGateway, proxy]) each.close();
  await api.close();
  rmSync(folder, { recursive: true });
});

/** Runs the code under a heading of the page. The certificate of its API is known only to `NODE_EXTRA_CA_CERTS`. */
async function runCode(heading: string, env: Record<string, string>): Promise<string> {
  const snippet = snippets.find(({ title }) => title === `${page}, ${heading}`);
  if (snippet === undefined) throw new Error(`${page} has no code under ${heading}`);
  const file = join(folder, `${heading.replaceAll(' ', '-')}.ts`);
  writeFileSync(file, snippet.code);
  const everywhere = { XPANDER_API_KEY: 'test', XPANDER_AGENT_ID: 'agent-1', NODE_EXTRA_CA_CERTS: files.ca };
  const { stdout } = await run(process.execPath, [file], { cwd: folder, env: { ...everywhere, ...env } });
  expect(stdout).not.toMatch(/undefined/);
  return stdout;
}

/** What reached the gateway and the proxy while the code ran. */
async function watch(code: () => Promise<string>): Promise<{ printed: string; tunnels: number; requests: number }> {
  const before = [proxy.seen.length, gateway.seen.length] as const;
  const printed = await code();
  return { printed, tunnels: proxy.seen.length - before[0], requests: gateway.seen.length - before[1] };
}

it('the code for the proxy of the environment uses it', async () => {
  const env = { XPANDER_API_URL: gateway.url, HTTPS_PROXY: proxy.url };
  const heading = 'Use the proxy of the environment';
  const { printed, tunnels, requests } = await watch(() => runCode(heading, env));
  expect([printed, tunnels > 0, requests > 1]).toEqual(['4\n', true, true]);
  const without = await watch(() => runCode(heading, { ...env, NO_PROXY: 'localhost' }));
  expect([without.tunnels, without.requests > 1]).toEqual([0, true]);
});

it('code that says nothing of a proxy uses that of the environment with NODE_USE_ENV_PROXY', async () => {
  const env = { XPANDER_API_URL: gateway.url, HTTPS_PROXY: proxy.url, NODE_USE_ENV_PROXY: '1' };
  const { printed, tunnels } = await watch(() => runCode('Log the traffic', env));
  expect([printed.includes('POST'), tunnels > 0]).toEqual([true, true]);
});

it('the code for the proxy of one client uses it', async () => {
  const env = { XPANDER_API_URL: gateway.url, HTTPS_PROXY: proxy.url };
  const { printed, tunnels } = await watch(() => runCode('Use a proxy for one client', env));
  expect([printed, tunnels > 0]).toEqual(['4\n', true]);
});

it('the code for a client certificate satisfies a server that demands one', async () => {
  const env = { XPANDER_API_URL: strictGateway.url, CLIENT_CERT: files.ca, CLIENT_KEY: files.key };
  expect(await runCode('Send a client certificate', env)).toBe('4\n');
  await expect(runCode('Log the traffic', env)).rejects.toThrow();
});

it('the code for node-fetch reads a stream', async () => {
  expect(await runCode('Send through node-fetch', { XPANDER_API_URL: gateway.url })).toContain('task_finished');
});
