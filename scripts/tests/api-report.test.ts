import { existsSync, globSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ApiReport, type EntryPoint, listEntryPoints, reportApi } from '../release/api-report.ts';
import { listPublished } from '../release/packages.ts';
import { repositoryRoot } from '../repository-root.ts';
import { temporaryFolder, written } from './temporary.ts';

const entryPoints = listPublished().flatMap((published) => listEntryPoints(published, repositoryRoot));
let reports: ReadonlyMap<EntryPoint, ApiReport>;

beforeAll(async () => {
  const missing = entryPoints.filter(({ declarations }) => !existsSync(declarations)).map(({ name }) => name);
  if (missing.length > 0) throw new Error(`${missing.join(', ')} are not built: run \`pnpm build\` first.`);
  reports = await reportApi(entryPoints);
});

describe.each(entryPoints)('the API of $name', (entryPoint) => {
  it('has the reviewed names and signatures: `vitest run tests/api-report.test.ts -u` in scripts/ writes them anew', async () => {
    await expect(reports.get(entryPoint)?.text).toMatchFileSnapshot(`../release/api/${entryPoint.file}`);
  });

  it('names no type of the package that users cannot import', () => {
    expect(reports.get(entryPoint)?.forgotten).toEqual([]);
  });
});

it('is reviewed for every entry point of a published package, and for no other', () => {
  const files = globSync('*.md', { cwd: join(repositoryRoot, 'scripts/release/api') });
  expect(files.sort()).toEqual(entryPoints.map(({ file }) => file).sort());
});

/** What a package exports and hides, in source that is its own declaration. */
const source = `
interface Hidden { readonly id: string }
export interface Options { readonly timeoutMs?: number | undefined }
export declare class Client { constructor(options?: Options); run(agentId: string): Promise<string>; }
export declare function open(options: Options): Client;
export {};
`;

const changes = [
  ['an option', 'timeoutMs?: number | undefined', 'timeoutMs: number'],
  ['a parameter', 'open(options: Options)', 'open(options?: Options)'],
  ['a result', 'open(options: Options): Client', 'open(options: Options): Client | undefined'],
  ['a member', 'run(agentId: string)', 'run(agentId: string, version: string)'],
  ['a constructor', 'constructor(options?: Options)', 'constructor(options: Options)'],
  ['a type that users cannot import', 'Promise<string>', 'Promise<Hidden>'],
] as const;

describe('the report of a package', () => {
  let original: ApiReport | undefined;
  let changed: (ApiReport | undefined)[];
  beforeAll(async () => {
    const texts = changes.map(([, before, after]) => source.replace(before, after));
    [original, ...changed] = await reportsOf([source, ...texts]);
  });

  it.each(changes)('changes with the signature of %s', (name) => {
    expect(original?.text).toContain('export interface Options');
    expect(changed[changes.findIndex(([other]) => other === name)]?.text).not.toBe(original?.text);
  });

  it('finds a type that a signature names and that users cannot import', () => {
    expect(original?.forgotten).toEqual([]);
    expect(changed.at(-1)?.forgotten).toEqual(['Hidden']);
  });
});

/** Reports packages with one entry point each. */
async function reportsOf(texts: readonly string[]): Promise<(ApiReport | undefined)[]> {
  const fixtures = await Promise.all(
    texts.map(async (text): Promise<EntryPoint> => {
      const folder = await temporaryFolder();
      await written(folder, 'package.json', { name: 'fixture', version: '1.0.0', type: 'module' });
      await mkdir(join(folder, 'src'));
      await written(folder, 'src/index.ts', text);
      const declarations = await written(folder, 'index.d.ts', text);
      return { name: 'fixture', file: 'fixture.md', folder, declarations };
    }),
  );
  const reports = await reportApi(fixtures);
  return fixtures.map((fixture) => reports.get(fixture));
}
