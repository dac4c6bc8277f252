import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createMockXpander } from '@xpander/mock';

export interface KillPlan {
  /** The file that the command runs. */
  readonly bin: string;
  readonly lines: number;
  readonly kills: number;
  readonly concurrency: number;
  /**
   * Dates what a killed process has noted back by a minute, so that the next one does not wait until a request of it cannot
   * arrive any more. Here none can: the process is dead, and the emulator has read all that it had sent.
   */
  readonly isMinuteOver?: boolean;
}

export interface KillReport {
  /** How many results each process had stored when it was killed. */
  readonly killedAt: readonly number[];
  readonly tornLines: number;
  /** What the agent saw: how many lines never ran, and how many ran again. */
  readonly lost: number;
  readonly runTwice: number;
  /** What the file of results shows. */
  readonly results: number;
  readonly wrongResults: number;
  readonly code: number | null;
  readonly summary: string;
}

const out = 'out.jsonl';

/** Runs a batch, kills its process with -9 at random moments, tears its last line, and starts it again each time. */
export async function runKills(plan: KillPlan): Promise<KillReport> {
  const folder = mkdtempSync(join(tmpdir(), 'xpander-kills-'));
  const results = join(folder, out);
  const runs = new Map<string, number>();
  const mock = createMockXpander({
    clock: 'real',
    keep: { requests: 1 },
    agents: {
      count: ({ text }) => {
        runs.set(text, (runs.get(text) ?? 0) + 1);
        return `answer to ${text}`;
      },
    },
  });
  const server = await mock.listen();
  const env = { PATH: process.env.PATH, HOME: folder, XPANDER_API_KEY: 'any-key', XPANDER_API_URL: server.url };
  const args = ['batch', 'count', 'lines.txt', '--out', out, '--concurrency', String(plan.concurrency), '--quiet'];
  const start = () => spawn(process.execPath, [plan.bin, ...args], { cwd: folder, env });
  // Each text stands in ten lines, so that only the key tells them apart.
  const texts = Array.from({ length: plan.lines }, (_, index) => `line ${index - (index % 10)}`);
  writeFileSync(join(folder, 'lines.txt'), `${texts.join('\n')}\n`);
  const killedAt: number[] = [];
  let tornLines = 0;
  try {
    for (const until of killMoments(plan)) {
      const child = start();
      const ended = once(child, 'close');
      await waitForSize(() => (existsSync(results) ? statSync(results).size : 0), until, ended);
      await setTimeout(Math.random() * 30);
      child.kill('SIGKILL');
      await ended;
      if (tearLastLine(results)) tornLines += 1;
      killedAt.push(readLines(results).length);
      if (plan.isMinuteOver) setBack(`${results}.batch`, 60_000);
    }
    const child = start();
    let summary = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      summary += text;
    });
    const [code] = await once(child, 'close');
    const lines = readLines(results).map((line) => JSON.parse(line) as { key: string; status: string; result: string });
    const isRight = ({ key, status, result }: (typeof lines)[number]): boolean =>
      status === 'completed' && result === `answer to ${texts[Number(key)]}`;
    const expected = new Map(texts.map((text) => [text, texts.filter((one) => one === text).length]));
    const differences = [...expected].map(([text, times]) => (runs.get(text) ?? 0) - times);
    return {
      killedAt,
      tornLines,
      lost: sum(differences.map((difference) => Math.max(0, -difference))),
      runTwice: sum(differences.map((difference) => Math.max(0, difference))),
      results: new Set(lines.map(({ key }) => key)).size,
      wrongResults:
        lines.filter((line) => !isRight(line)).length + lines.length - new Set(lines.map(({ key }) => key)).size,
      code,
      summary: summary.trim(),
    };
  } finally {
    await server.close();
    mock.reset();
    rmSync(folder, { recursive: true, force: true });
  }
}

const bytesOfALine = 190;

/** After how many bytes of results each process is killed: at random, and with some left for the last one. */
function killMoments({ lines, kills }: KillPlan): number[] {
  const most = lines * bytesOfALine * 0.9;
  return Array.from({ length: kills }, () => Math.random() * most).sort((one, other) => one - other);
}

async function waitForSize(size: () => number, bytes: number, ended: Promise<unknown>): Promise<void> {
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  while (size() < bytes && !isOver) await setTimeout(5);
  if (isOver) throw new Error('The batch ended before it was killed.');
}

/** Cuts off the end of the last line, as a crash of the machine does. */
function tearLastLine(path: string): boolean {
  if (!existsSync(path)) return false;
  const { size } = statSync(path);
  if (size < bytesOfALine) return false;
  truncateSync(path, size - 20);
  return true;
}

function setBack(path: string, ms: number): void {
  const sidecar = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  for (const name of ['createdAtMs', 'aliveAtMs', 'sentUntilMs']) sidecar[name] = Number(sidecar[name]) - ms;
  writeFileSync(path, JSON.stringify(sidecar));
}

function readLines(path: string): string[] {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
