import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { startPrism } from '../prism.ts';

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}

describe('Prism', () => {
  it('listens on a port of its own until it is stopped', async () => {
    const prism = await startPrism();
    const listeners = process.listenerCount('exit');
    expect((await fetch(`${prism.url}/health`)).status).toBe(200);
    expect(prism.log()).toContain('Request received');

    await prism.stop();
    await prism.stop();
    expect(isAlive(prism.processId)).toBe(false);
    expect(process.listenerCount('exit')).toBe(listeners - 1);
  });

  it('rejects with its output if it does not start', async () => {
    await expect(startPrism({ document: 'no-such-file.yaml' })).rejects.toThrow(
      /Prism ended with 1 before it listened\. Its output:\n[\s\S]*ENOENT/,
    );
  });

  it('is stopped if it takes too long to start', async () => {
    await expect(startPrism({ startTimeoutMs: 1 })).rejects.toThrow('Prism did not listen within 1 ms');
  });

  it('ends when its parent process is killed', async () => {
    const parent = spawn(process.execPath, [fileURLToPath(new URL('fixtures/orphan.ts', import.meta.url))], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [output] = await once(parent.stdout.setEncoding('utf8'), 'data');
      const processId = Number(output);
      expect(isAlive(processId)).toBe(true);

      parent.kill('SIGKILL');
      await vi.waitFor(() => expect(isAlive(processId)).toBe(false), { timeout: 60_000, interval: 20 });
    } finally {
      parent.kill('SIGKILL');
    }
  });
});
