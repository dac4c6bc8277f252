/**
 * Plants mutants in the source with Stryker, and writes to MUTATION.md which of them no test noticed.
 *
 *   pnpm mutate [share] [seed] [files]   share of the source, from 0 to 1: 0.25; which share: 1; a pattern for their names
 *   pnpm mutate again                    only those that survived last time: the tests are better now, the source is the same
 *   pnpm mutate report                   none: writes what is known, with the explanations of today
 *
 * Every mutant runs against the fast tests first, and survivors run against all tests. The script fails if fewer than 90 %
 * are noticed, or if scripts/survivors.json does not explain a survivor.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';

const allFiles = globSync([
  'src/{async,core,errors,output,polling,runs,streaming,tasks,threads,transport,verbs}/*.ts',
  'src/api/response.ts',
  'src/config/validate-request.ts',
  'src/resources/threads.ts',
])
  .map((file) => file.replaceAll('\\', '/'))
  .sort();
const spanLines = 10;
const wanted = 90;

interface Place {
  readonly line: number;
  readonly column: number;
}

interface Mutant {
  readonly mutatorName: string;
  readonly replacement: string;
  readonly status: string;
  readonly location: { readonly start: Place; readonly end: Place };
}

interface Planted extends Mutant {
  readonly file: string;
  /** What stood there before. */
  readonly original: string;
}

interface Explanation {
  readonly file: string;
  readonly original: string;
  readonly replacement: string;
  /** Why no test can notice, or why none needs to. */
  readonly why: string;
}

/** What is known of every mutant so far, and of which source. */
interface Results {
  readonly share: number;
  readonly seed: number;
  readonly pattern: string;
  readonly source: string;
  readonly mutants: readonly Planted[];
}

const resultsFile = '.results/mutants.json';
const isReport = process.argv[2] === 'report';
const isAgain = process.argv[2] === 'again';
const last = isAgain || isReport ? (JSON.parse(readFileSync(resultsFile, 'utf8')) as Results) : undefined;
const [share, seed] = last ? [last.share, last.seed] : [Number(process.argv[2] ?? 0.25), Number(process.argv[3] ?? 1)];
const pattern = last?.pattern ?? process.argv[4] ?? '';
const files = allFiles.filter((file) => new RegExp(pattern).test(file));
const sourceHash = createHash('sha256');
for (const file of files) sourceHash.update(readFileSync(file));
const source = sourceHash.digest('hex');
if (isAgain && last?.source !== source) throw new Error('The source has changed: run it anew');

/** The same spans of lines for the same seed, from every file. */
function chooseSpans(file: string): string[] {
  if (share >= 1) return [file];
  const lines = readFileSync(file, 'utf8').split('\n').length;
  const starts = Array.from({ length: Math.ceil(lines / spanLines) }, (_, index) => index * spanLines + 1);
  const rank = (start: number): number =>
    createHash('sha256').update(`${seed} ${file} ${start}`).digest().readUInt32BE() / 2 ** 32;
  const chosen = starts.filter((start) => rank(start) < share);
  const atLeastOne = [starts.reduce((least, start) => (rank(start) < rank(least) ? start : least))];
  return (chosen.length > 0 ? chosen : atLeastOne).map((start) => `${file}:${start}-${start + spanLines - 1}`);
}

function runStryker(tests: 'fast' | 'all', mutate: readonly string[]): Planted[] {
  execFileSync('stryker', ['run', '--mutate', mutate.join(',')], {
    stdio: 'inherit',
    // Stryker runs the tests in threads, which take the time zone of their process.
    env: { ...process.env, MUTATION_TESTS: tests, TZ: 'Asia/Kolkata' },
  });
  const report = JSON.parse(readFileSync('.results/mutation.json', 'utf8')) as {
    files: Record<string, { source: string; mutants: Mutant[] }>;
  };
  return Object.entries(report.files).flatMap(([file, { source, mutants }]) =>
    mutants.map((mutant) => ({ ...mutant, file, original: textAt(source, mutant.location) })),
  );
}

function textAt(source: string, { start, end }: Mutant['location']): string {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const cutEnd = lines.map((line, index) => (index === lines.length - 1 ? line.slice(0, end.column - 1) : line));
  return cutEnd.map((line, index) => (index === 0 ? line.slice(start.column - 1) : line)).join('\n');
}

const isDetected = ({ status }: Mutant): boolean => status === 'Killed' || status === 'Timeout';
const isUndetected = ({ status }: Mutant): boolean => status === 'Survived' || status === 'NoCoverage';
const keyOf = ({ file, location, replacement }: Planted): string => JSON.stringify([file, location, replacement]);

/** Stryker counts columns from 0 here. */
function rangeOf({ file, location: { start, end } }: Planted): string {
  return `${file}:${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`;
}

/** Plants these once more, for these tests. */
function plantAgain(
  tests: 'fast' | 'all',
  known: readonly Planted[],
  isLeft: (mutant: Mutant) => boolean,
): readonly Planted[] {
  const left = known.filter(isLeft);
  if (left.length === 0) return known;
  const news = new Map(runStryker(tests, left.map(rangeOf)).map((mutant) => [keyOf(mutant), mutant]));
  return known.map((mutant) => (isLeft(mutant) ? (news.get(keyOf(mutant)) ?? mutant) : mutant));
}

/** A test that does not end may be a busy machine's: it has to happen twice. */
const isInDoubt = (mutant: Mutant): boolean => isUndetected(mutant) || mutant.status === 'Timeout';

function keep(known: readonly Planted[]): readonly Planted[] {
  writeFileSync(resultsFile, JSON.stringify({ share, seed, pattern, source, mutants: known } satisfies Results));
  return known;
}

const short = (code: string): string => `\`${code.replace(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('`', "'")}\``;
const percent = (part: number, whole: number): string => `${whole === 0 ? 100 : ((part / whole) * 100).toFixed(1)} %`;

const explanations = JSON.parse(readFileSync('scripts/survivors.json', 'utf8')) as Explanation[];
const explain = ({ file, original, replacement }: Planted): string | undefined =>
  explanations.find((each) => each.file === file && each.original === original && each.replacement === replacement)
    ?.why;

const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();

/** Writes what is known so far, so that a run that was stopped has a report too. */
function report(mutants: readonly Planted[], met: 'the fast tests' | 'all'): void {
  const detected = mutants.filter(isDetected);
  const undetected = mutants.filter(isUndetected);
  const total = detected.length + undetected.length;
  const rows = files.map((file) => {
    const [here, there] = [detected, undetected].map((set) => set.filter((mutant) => mutant.file === file).length);
    return `| ${file} | ${(here ?? 0) + (there ?? 0)} | ${there ?? 0} |`;
  });
  const survivors = undetected.map((mutant) => {
    const { file, location, original, replacement } = mutant;
    return `| ${file}:${location.start.line} | ${short(original)} | ${short(replacement)} | ${explain(mutant) ?? '**not explained**'} |`;
  });

  writeFileSync(
    'MUTATION.md',
    `# What the tests would notice

Written by \`scripts/mutate.ts\`. Do not edit: explanations live in \`scripts/survivors.json\`.

**${percent(detected.length, total)}** of ${total} mutants were noticed: ${detected.length} of them, ${mutants.filter(({ status }) => status === 'Timeout').length} by a test that no longer ended. Measured at commit ${commit}.

[Stryker](https://stryker-mutator.io) changed one thing at a time (a condition, a boundary, a constant, a statement, a text, a member of a set) in ${share >= 1 ? 'all' : `spans of ${spanLines} lines, about ${Math.round(share * 100)} % (seed ${seed}),`} of the files below, and ran the tests that reach that place. Each mutant met the fast tests first; ${met === 'all' ? 'those that survived met' : 'those that survived have still to meet (`mutate again`)'} all that can see it: the fault matrix over real sockets, the properties, the model of turns, the ten thousand waits. The tests of the packed package run on the build, so they see none.

Repeat it: \`pnpm --filter @xpander/sdk run mutate\`, with \`${share} ${seed}${pattern && ` '${pattern}'`}\` for these, or with \`1\` for all the source that decides what is sent, and what an answer means: ${allFiles.length} files, for a night.

## Files

| file | mutants | survived |
|---|---|---|
${rows.join('\n')}

${last !== undefined && last.source !== source ? 'Some of these files have changed since: a mutant may stand on another line now.\n\n' : ''}## Survivors

| where | before | after | why |
|---|---|---|---|
${survivors.join('\n')}
`,
  );

  const unexplained = undetected.filter((mutant) => explain(mutant) === undefined);
  console.log(
    `${detected.length} of ${total} noticed: ${percent(detected.length, total)}; ${unexplained.length} survivors are not explained`,
  );
  process.exitCode = unexplained.length > 0 || detected.length / total < wanted / 100 ? 1 : 0;
}

if (isReport) {
  report(last?.mutants ?? [], 'all');
} else {
  const first = keep(last?.mutants ?? runStryker('fast', files.flatMap(chooseSpans)));
  report(first, 'the fast tests');
  report(keep(plantAgain('all', first, isInDoubt)), 'all');
}
