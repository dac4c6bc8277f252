import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { formatDuration } from '../text/format-duration.ts';
import type { Check } from './types.ts';

const timeoutMs = 10_000;

/** How far the clocks may be apart before deadlines of the server and signed URLs suffer. */
const clockToleranceMs = 60_000;

export async function checkDns({ hostname }: URL): Promise<Check> {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) return { name: 'DNS', status: 'skipped', detail: `${host} is an address` };
  try {
    const addresses = await lookup(host, { all: true });
    return { name: 'DNS', status: 'ok', detail: `${host} is ${addresses.map(({ address }) => address).join(', ')}` };
  } catch (error) {
    return failed('DNS', `${host} was not found: ${messageOf(error)}.`);
  }
}

export async function checkTls({ protocol, hostname, port }: URL): Promise<Check> {
  if (protocol !== 'https:') return { name: 'TLS', status: 'skipped', detail: `${protocol} is not encrypted` };
  return new Promise((resolve) => {
    const socket = connect({
      host: hostname,
      port: Number(port) || 443,
      servername: isIP(hostname) === 0 ? hostname : '',
    });
    const end = (check: Check): void => {
      socket.destroy();
      resolve(check);
    };
    socket.setTimeout(timeoutMs, () => end(failed('TLS', `No handshake within ${formatDuration(timeoutMs)}.`)));
    socket.once('error', (error) => end(failed('TLS', `The handshake failed: ${messageOf(error)}.`)));
    socket.once('secureConnect', () => {
      const { valid_to: validTo } = socket.getPeerCertificate();
      end({ name: 'TLS', status: 'ok', detail: `${socket.getProtocol()}, certificate valid to ${validTo}` });
    });
  });
}

/** One request to `/health`, which needs no key. Its `Date` header is compared with the clock of this machine. */
export async function checkHealth(base: URL, signal: AbortSignal): Promise<Check[]> {
  const url = `${base.href.replace(/\/$/, '')}/health`;
  const startedMs = Date.now();
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const response = await fetch(url, { redirect: 'manual', signal: limit });
    await response.arrayBuffer();
    const endedMs = Date.now();
    const clock = compareClock(response.headers.get('date'), startedMs, endedMs);
    const facts = `GET /health answered ${response.status} in ${formatDuration(endedMs - startedMs)}`;
    return [response.ok ? { name: 'health', status: 'ok', detail: facts } : failed('health', `${facts}.`), clock];
  } catch (error) {
    signal.throwIfAborted();
    return [
      failed('health', `GET /health got no answer: ${messageOf(error)}.`),
      { name: 'clock', status: 'skipped', detail: 'needs an answer' },
    ];
  }
}

function compareClock(date: string | null, startedMs: number, endedMs: number): Check {
  const serverMs = Date.parse(date ?? '');
  if (Number.isNaN(serverMs)) return { name: 'clock', status: 'skipped', detail: 'the answer has no Date' };
  // The header has whole seconds.
  const offMs = Math.max(0, startedMs - (serverMs + 1_000), serverMs - endedMs);
  if (offMs <= clockToleranceMs) return { name: 'clock', status: 'ok', detail: 'agrees with the server' };
  const direction = serverMs > endedMs ? 'behind' : 'ahead of';
  return { name: 'clock', status: 'warning', detail: `${formatDuration(offMs)} ${direction} the server` };
}

function failed(name: string, message: string): Check {
  return { name, status: 'failed', detail: message, failure: { code: 'connection', exitCode: 10, message } };
}

/** `fetch` hides the reason in the cause. Some errors have no message, but several errors inside. */
function messageOf(error: unknown): string {
  const { cause, message, code } = error as { cause?: unknown; message?: string; code?: string };
  if (cause instanceof Error) return messageOf(cause);
  return (message || code || String(error)).replace(/\.$/, '');
}
