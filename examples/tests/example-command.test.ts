import { describe, expect, it } from 'vitest';
import { startProgram } from './programs.ts';

const { TMPDIR = '/tmp' } = process.env;

describe('the command that plays an example', () => {
  it('needs no key, and shows what the examples promise', async () => {
    const played = ['cron', 'webhook', 'csv'].map((name) => startProgram(['example.ts', name], { TMPDIR }));
    for (const program of played) expect(await program.ended, program.output()).toBe(0);
    const [cron, webhook, csv] = played.map(({ output }) => output());
    expect(cron).toMatch(/killed[\s\S]*is completed\.[\s\S]*was written before\.\nThree programs, 1 run\.\n$/);
    expect(webhook).toMatch(/: 202 after [\s\S]*: 202 after [\s\S]*: The order is fine\.\nTwo events, 1 run\.\n$/);
    expect(csv).toMatch(
      / of 24 done[\s\S]*killed[\s\S]*24 of 24 done[\s\S]*Completed: 24\.[\s\S]*24 rows, 24 runs\.\n$/,
    );
  });

  it('names the examples if there is none of that name', async () => {
    const program = startProgram(['example.ts', 'corn'], {});
    expect(await program.ended).toBe(1);
    expect(program.output()).toBe('Name one of the examples: cron, csv, express, hono, webhook.\n');
  });

  it('ends with one clear line if it cannot start', async () => {
    const env = { XPANDER_API_KEY: 'Bearer abc', XPANDER_AGENT_ID: 'poet', TMPDIR };
    const program = startProgram(['example.ts', 'cron'], env);
    expect(await program.ended).toBe(1);
    expect(program.output()).toMatch(/^The example failed\. ConfigurationError [^\n]*\n$/);
  });
});
