import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createMockXpander, type MockServer } from '@xpander/mock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCollector } from '../examples/collector.ts';

const run = promisify(execFile);
const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const examples = path('../examples/');
const folder = `${examples}.readme/`;
const readme = readFileSync(path('../README.md'), 'utf8');
const blocks = (language: string): string[] =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, code = '']) => code);
const snippets = blocks('ts').map((code, index) => ({
  code,
  name: `block ${index + 1}`,
  file: `${folder}${index + 1}.ts`,
}));

const mock = createMockXpander();
let server: MockServer;

beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const { file, code } of snippets) writeFileSync(file, code);
  server = await mock.listen({ port: 0 });
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the example', () => {
  it('sends its spans over OTLP, and the collector prints the tree of the README', async () => {
    const { stdout } = await run(process.execPath, ['span-tree.ts'], { cwd: examples });
    expect(blocks('text')).toEqual([stdout]);
  });
});

describe('the code in the README', () => {
  it('compiles under strict flags', async () => {
    const project = {
      extends: '../../../../tsconfig.base.json',
      include: ['*.ts'],
      compilerOptions: {
        types: ['node'],
        typeRoots: ['../../node_modules/@types'],
        moduleDetection: 'force',
        paths: { '@xpander/generated': ['../../../generated/dist/index.d.ts'] },
      },
    };
    writeFileSync(`${folder}tsconfig.json`, JSON.stringify(project));
    const compiler = path('../node_modules/typescript/bin/tsc');
    const { stdout } = await run(process.execPath, [compiler, '-p', folder]).catch(
      (error: { stdout: string }) => error,
    );
    expect(stdout).toBe('');
  });

  it.concurrent.each(snippets)('runs: $name', async ({ file, code }) => {
    const collector = await startCollector();
    const env = {
      XPANDER_API_KEY: 'test',
      XPANDER_AGENT_ID: 'agent-1',
      XPANDER_API_URL: server.url,
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collector.url,
    };
    const { stdout } = await run(process.execPath, [file], { cwd: examples, env });
    collector.close();
    expect(stdout).not.toBe('');
    expect(stdout).not.toContain('undefined');
    expect(collector.spans.length > 0).toBe(code.includes('OTLPTraceExporter'));
  });
});
