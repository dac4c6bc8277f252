import { writeFile } from 'node:fs/promises';
import { describeMachine } from './measure/machine.ts';
import { type Section, type Suite, toMarkdown, toTargets } from './measure/report.ts';
import { calls } from './suites/calls.ts';
import { limit } from './suites/limit.ts';
import { scale } from './suites/scale.ts';
import { simulation } from './suites/simulation.ts';
import { streams } from './suites/streams.ts';
import { types } from './suites/types.ts';
import { weight } from './suites/weight.ts';

/**
 * `pnpm bench` runs every benchmark and writes RESULTS.md. `pnpm bench weight types` runs and prints these two only.
 * `--quick` takes fewer rounds, to try a change. Its numbers are not written.
 */
const suites: readonly Suite[] = [simulation, limit, calls, streams, weight, scale, types];

const names = process.argv.slice(2).filter((name) => name !== '--quick');
const isQuick = process.argv.includes('--quick');
const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  throw new Error(`Unknown benchmark: ${unknown.join(', ')}. Choose from ${suites.map(({ name }) => name).join(', ')}`);
}

const chosen = names.length === 0 ? suites : suites.filter(({ name }) => names.includes(name));
const sections: Section[] = [];
for (const suite of chosen) {
  process.stderr.write(`${suite.name} …\n`);
  const section = await suite.run({ isQuick });
  sections.push(section);
  process.stdout.write(`\n${toMarkdown(section)}\n`);
}

if (chosen.length === suites.length && !isQuick) {
  const targets = sections.flatMap((section) => section.targets);
  const parts = ['# Benchmarks', describeMachine(), '## Targets', toTargets(targets), ...sections.map(toMarkdown)];
  await writeFile(new URL('RESULTS.md', import.meta.url), `${parts.join('\n\n')}\n`);
}
