import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const sdk = fileURLToPath(new URL('../', import.meta.url));
let project: string;

/** A user's project in which only the packed tarball is installed, as it would be published. */
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'xpander-consumer-'));
  await run('pnpm', ['pack', '--pack-destination', project], { cwd: sdk });
  const tarball = (await readdir(project)).find((name) => name.endsWith('.tgz')) ?? '';
  const target = join(project, 'node_modules/@xpander/sdk');
  await mkdir(target, { recursive: true });
  await run('tar', ['-xzf', join(project, tarball), '-C', target, '--strip-components=1']);
});

afterAll(() => rm(project, { recursive: true, force: true }));

const consumer = `
import { ApiError, type CompletedTask, DeadlineError, type RunOptions, type RunOutcome, Xpander } from '@xpander/sdk';
import { type AgentPart, parts } from '@xpander/sdk/parts';

export async function main(options: RunOptions): Promise<string | null | undefined> {
  const xpander = new Xpander({ apiKey: 'key' });
  const task: CompletedTask = await xpander.agent('a').run({ input: { text: 'hi' }, think_mode: 'harder' }, options);
  const { data } = await xpander.api.GET('/v1/tasks/{task_id}', { params: { path: { task_id: task.id } } });
  const status: string | null | undefined = data?.status;
  return status ?? task.result;
}
export const isMissing = (error: unknown): boolean => error instanceof ApiError && error.code === 'not_found';

export async function waitAgain(xpander: Xpander): Promise<CompletedTask | undefined> {
  try {
    return await xpander.agent('a').run('hi', { onUpdate: async (task) => void task.id });
  } catch (error) {
    if (error instanceof DeadlineError && error.started === true) return xpander.tasks.wait(error.taskId);
    if (error instanceof DeadlineError) console.log(error.deadlineMs, error.lastTask?.id, error.cause);
    throw error;
  }
}
export const show = (outcome: RunOutcome): unknown => {
  if (outcome.error) return [outcome.error.message, outcome.request];
  return outcome.task.result;
};

export async function read(xpander: Xpander): Promise<AgentPart[]> {
  const all: AgentPart[] = [];
  for await (const part of parts(xpander.agent('a').stream('hi'))) all.push(part);
  return all;
}
`;

const verbs = `
import { type Agent, type Task, type Tasks } from '@xpander/sdk';

export const all = (agent: Agent, tasks: Tasks, task: Task) => [
  agent.run('hi').then((done) => done.result),
  agent.invoke('hi').then((done) => done.result),
  agent.stream('hi').finalTask().then((done) => done.result),
  agent.thread().send('hi').then((done) => done.result),
  tasks.wait(task).then((done) => done.result),
];
`;

/** One schema for each schema library, without any import from the SDK. */
const schemas = {
  zod: `
import { z } from 'zod';
export const schema = z.object({ city: z.string(), tags: z.array(z.enum(['a', 'b'])), at: z.number().optional() });
export type City = z.infer<typeof schema>;`,
  arktype: `
import { type } from 'arktype';
export const schema = type({ city: 'string', tags: "('a' | 'b')[]", 'at?': 'number' });
export type City = typeof schema.infer;`,
  valibot: `
import { toStandardJsonSchema } from '@valibot/to-json-schema';
import * as v from 'valibot';
const own = v.object({ city: v.string(), tags: v.array(v.picklist(['a', 'b'])), at: v.optional(v.number()) });
export const schema = toStandardJsonSchema(own);
export type City = v.InferOutput<typeof own>;`,
};

/** Every verb with a schema: each output has exactly the type that the schema library infers. */
const typedVerbs = `
import { type Agent, parseOutput, type Task, type Tasks } from '@xpander/sdk';

export const all = (agent: Agent, tasks: Tasks, task: Task) => {
  const cities: Promise<City>[] = [
    agent.run('hi', { output: schema, deadlineMs: 5 }).then(({ output }) => output),
    agent.invoke('hi', { output: schema }).then(({ output }) => output),
    agent.stream('hi', { output: schema }).finalTask().then(({ output }) => output),
    agent.thread().send('hi', { output: schema }).then(({ output }) => output),
    tasks.wait(task, { output: schema }).then(({ output }) => output),
    parseOutput(task, schema),
  ];
  // @ts-expect-error a city is a string
  const wrong: Promise<number>[] = [agent.run('hi', { output: schema }).then(({ output }) => output.city)];
  return [cities, wrong];
};
`;

const compilers = {
  'TypeScript 7': new URL('node_modules/typescript/bin/tsc', new URL('../', import.meta.url)),
  'TypeScript 5.9': new URL('../generated/node_modules/typescript/bin/tsc', new URL('../', import.meta.url)),
};

interface Compiled {
  readonly complaints: string;
  /** How often the compiler instantiated a generic type: a cost that does not depend on the machine. */
  readonly instantiations: number;
}

/** Compiles one file in the user's project. */
async function compile(compiler: URL, code: string): Promise<Compiled> {
  await writeFile(join(project, 'consumer.ts'), code);
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2022', 'dom'],
    types: [],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  };
  await writeFile(join(project, 'consumer.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }));
  const flags = ['-p', 'consumer.json', '--extendedDiagnostics'];
  const { stdout } = await run(process.execPath, [fileURLToPath(compiler), ...flags], { cwd: project }).catch(
    (error: { stdout: string }) => error,
  );
  const instantiations = Number(/Instantiations: +(\d+)/.exec(stdout)?.[1]);
  return {
    complaints: stdout
      .split('\n')
      .filter((line) => line.includes('error TS'))
      .join('\n'),
    instantiations,
  };
}

describe.each(Object.entries(compilers))('typed output with %s', (_, compiler) => {
  let plain: Compiled;

  beforeAll(async () => {
    plain = await compile(compiler, verbs);
    for (const name of ['zod', 'arktype', 'valibot', '@valibot/to-json-schema']) {
      const target = join(project, 'node_modules', name);
      await mkdir(join(target, '..'), { recursive: true });
      await symlink(join(sdk, 'node_modules', name), target).catch((error: { code: string }) => {
        if (error.code !== 'EEXIST') throw error;
      });
    }
  });

  it.each(Object.entries(schemas))(
    'has the type that %s infers, with few type instantiations',
    async (_name, schema) => {
      const [alone, both] = [await compile(compiler, schema), await compile(compiler, schema + typedVerbs)];
      expect([plain, alone, both].map(({ complaints }) => complaints)).toEqual(['', '', '']);
      // Measured: 641 (valibot) to 1,350 (arktype) for the six calls.
      expect(both.instantiations - plain.instantiations - alone.instantiations).toBeLessThan(2_000);
    },
  );
});

describe('the packed tarball', () => {
  // The oldest that is supported, and the one that new projects have.
  const libs = ['es2020', 'es2022'];
  it.each(Object.entries(compilers).flatMap(([name, compiler]) => libs.map((lib) => [name, lib, compiler] as const)))(
    'type-checks for a strict consumer with %s and %s, library types included',
    async (_, lib, compiler) => {
      await writeFile(join(project, 'main.ts'), consumer);
      await writeFile(join(project, 'main.cts'), consumer);
      await writeFile(join(project, 'package.json'), JSON.stringify({ type: 'module' }));
      for (const [module, moduleResolution] of [
        ['nodenext', 'nodenext'],
        ['esnext', 'bundler'],
      ]) {
        const compilerOptions = {
          module,
          moduleResolution,
          target: lib,
          lib: [lib, 'dom'],
          types: [],
          strict: true,
          exactOptionalPropertyTypes: true,
          skipLibCheck: false,
          noEmit: true,
        };
        await writeFile(
          join(project, 'tsconfig.json'),
          JSON.stringify({ compilerOptions, include: ['main.ts', 'main.cts'] }),
        );
        const { stdout } = await run(process.execPath, [fileURLToPath(compiler), '-p', project]).catch(
          (error: { stdout: string }) => error,
        );
        expect(stdout).toBe('');
      }
    },
  );

  it.each([
    ['import', "import { Xpander } from '@xpander/sdk'; console.log(typeof Xpander)", 'main.mjs'],
    ['require', "console.log(typeof require('@xpander/sdk').Xpander)", 'main.cjs'],
    ['import of parts', "import { parts } from '@xpander/sdk/parts'; console.log(typeof parts)", 'parts.mjs'],
    ['require of parts', "console.log(typeof require('@xpander/sdk/parts').parts)", 'parts.cjs'],
  ])('loads with %s', async (_, code, file) => {
    await writeFile(join(project, file), code);
    expect((await run(process.execPath, [join(project, file)])).stdout.trim()).toBe('function');
  });
});
