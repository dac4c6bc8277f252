/**
 * Lists the changes of the description, what they mean for users, and the changesets they need.
 * Usage: pnpm spec:diff [base] [--json] [--check] [--spec <file>] [--repository <folder>]
 *   base     a git ref or a file; default: the commit at which this branch left main
 *   --json   prints JSON
 *   --check  fails if a package has no changeset of the needed level
 * Exit code: 0 success, 1 a changeset is missing or too low (with --check), 2 an input cannot be read.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readBase } from './diff/base.ts';
import { readChangesets, readInitialPackages, requirementsOf } from './diff/changesets.ts';
import { changesBetween } from './diff/classify.ts';
import { type DiffReport, markdownOf, reportOf } from './diff/report.ts';
import { repositoryRoot } from './repository-root.ts';
import { bundled } from './spec/bundle.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    spec: { type: 'string' },
    repository: { type: 'string', default: repositoryRoot },
  },
});

try {
  const report = await compare(values.repository, positionals[0], values.spec);
  console.log(values.json ? JSON.stringify(report, undefined, 2) : markdownOf(report));
  const missing = report.requirements.filter(({ isMet }) => !isMet);
  if (values.check && missing.length > 0) {
    const wanted = missing.map(({ name, needed }) => `${name}: ${needed}`).join(', ');
    console.error(`Missing or too low: ${wanted}. Describe the change for users with \`pnpm changeset\`.`);
    process.exitCode = 1;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}

async function compare(
  repository: string,
  baseName: string | undefined,
  spec: string | undefined,
): Promise<DiffReport> {
  const base = await readBase(repository, baseName);
  const revision = await bundled(spec ?? join(repository, 'openapi/xpander.yaml'));
  const changes = await changesBetween(base.document, revision);
  const isOld = async (name: string, text: string): Promise<boolean> =>
    (await base.textOf(`.changeset/${name}`)) === text;
  const given = await readChangesets(join(repository, '.changeset'), isOld);
  const initial = await readInitialPackages(repository);
  return reportOf(base.name, changes, requirementsOf(changes, given, initial));
}
