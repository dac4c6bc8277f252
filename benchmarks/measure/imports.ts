import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { median } from './statistics.ts';

const execute = promisify(execFile);
const benchmarks = fileURLToPath(new URL('../', import.meta.url));

/** The time that the import of a package adds to the start of Node. */
export interface ImportCost {
  /** As a share of the time of an empty script. */
  readonly overEmpty: number;
  readonly milliseconds: number;
}

/** Starts one process per package and round, and next to each one a process that imports nothing. */
export async function measureImports(
  packages: readonly string[],
  rounds: number,
): Promise<ReadonlyMap<string, ImportCost>> {
  const differences = new Map<string, number[]>(packages.map((name) => [name, []]));
  const empty: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const name of packages) {
      const withoutMs = await timeOf('');
      empty.push(withoutMs);
      differences.get(name)?.push((await timeOf(`import ${JSON.stringify(name)};`)) - withoutMs);
    }
  }
  const emptyMs = median(empty);
  return new Map(
    [...differences].map(([name, found]) => {
      const milliseconds = median(found);
      return [name, { milliseconds, overEmpty: milliseconds / emptyMs }];
    }),
  );
}

async function timeOf(script: string): Promise<number> {
  const startedMs = performance.now();
  await execute(process.execPath, ['--no-warnings', '--input-type=module', '--eval', script], { cwd: benchmarks });
  return performance.now() - startedMs;
}
