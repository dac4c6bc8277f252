import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { createMockXpander, type MockXpander } from '@xpander/mock';
import { describe, expect, it } from 'vitest';

const loop = readFileSync(new URL('fixtures/documented-loop.sh', import.meta.url), 'utf8');
const agentId = '47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31';
const report = 'Demand grew by 6 %.\nBuyers ask first for reliability.';

const missingTools = ['bash', 'curl', 'jq'].filter((tool) => spawnSync(tool, ['--version']).error !== undefined);
const problem = `The documents' shell loop needs ${missingTools.join(' and ')}: apt-get install ${missingTools.join(' ')}`;
const canBeSkipped = missingTools.length > 0 && !process.env.CI;
if (canBeSkipped) console.warn(`SKIPPED: ${problem}`);

/** Creates a mock whose agent works until the task has been read once, so that the loop runs exactly twice. */
function createMock(): MockXpander {
  const mock: MockXpander = createMockXpander({
    clock: 'real',
    keys: { 'key-1': 'organization-1' },
    agents: {
      [agentId]: async ({ sleep }) => {
        while (!mock.requests.some(({ method }) => method === 'GET')) await sleep(20);
        await sleep(100);
        return report;
      },
    },
  });
  return mock;
}

describe("the documents' own shell loop", () => {
  it.skipIf(canBeSkipped)('starts a task and prints its result, with only its base URL changed', async () => {
    expect(missingTools, problem).toEqual([]);
    const mock = createMock();
    const server = await mock.listen({ port: 0 });
    const script = loop
      .replaceAll('https://api.xpander.ai', server.url)
      .replaceAll('<agent-id>', agentId)
      .replaceAll('<your-api-key>', 'key-1');

    // Rejects if the exit code is not 0.
    const run = promisify(execFile)('bash', ['-c', script], { timeout: 120_000 });
    const { stdout, stderr } = await run.finally(server.close);

    const [started, ...rest] = stdout.trimEnd().split('\n');
    expect(started).toMatch(/^Task started: [\da-f-]{36}$/);
    expect(rest).toEqual(['Status: executing', 'Status: completed', ...report.split('\n')]);
    expect(stderr).toBe('');
    expect(mock.requests.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET']);
  });

  it('is the same as in the documents', () => {
    expect(loop.match(/https:\/\/api\.xpander\.ai\/v1\/\S+/g)).toEqual([
      'https://api.xpander.ai/v1/agents/<agent-id>/invoke/async"',
      'https://api.xpander.ai/v1/tasks/$TASK_ID"',
    ]);
    expect(loop.match(/^ *sleep .*$/gm)).toEqual(['  sleep 2']);
  });
});
