import { bundlers, type Target } from './browser/bundlers.ts';
import { nameBundle } from './browser/try-bundles.ts';
import { compilers } from './consumers/compilers.ts';
import { kinds, resolutions } from './consumers/create-project.ts';
import { managers } from './consumers/managers.ts';
import { type Cell, nameCell } from './consumers/try-project.ts';
import type { Outcome } from './ledger.ts';

const intro = `# A release, rehearsed

Written by \`npx --yes pnpm@12.21.0 release:rehearse --all\`. It releases a clone of HEAD to a registry on this machine, in the steps of the release workflow, and installs the packages from there. The command fails if one of these does not work.`;

const consumers = `## Consumers

Each field is a project that depends on all published packages. A TypeScript compiles it with \`strict\` and \`skipLibCheck: false\`. Then it runs against the emulator and uses every entry point: under \`nodenext\` what the compiler wrote, under \`bundler\` a bundle for Node. Bun runs it itself; elsewhere Node does.`;

const pnpNote = `Under Yarn PnP, TypeScript finds modules by a patch of Yarn's, which exists for 5.9 and not for later versions.`;

const bundles = `## Bundles

Each field is a bundle of the packages that run in a browser, which ran in Chromium.`;

/** Returns the text of RESULTS.md. */
export function toMarkdown(cells: readonly Cell[], outcomes: readonly Outcome[]): string {
  const isKept = (name: string): boolean => outcomes.some((o) => o.name === name && o.problem === undefined);
  const columns = compilers.flatMap((compiler) => resolutions.map((resolution) => ({ compiler, resolution })));
  const rows = managers.flatMap((manager) =>
    kinds.map((kind) => [
      `${manager.name}, ${kind}`,
      ...columns.map((column) => {
        const cell = cells.find(
          (candidate) =>
            candidate.manager === manager &&
            candidate.kind === kind &&
            candidate.compiler === column.compiler &&
            candidate.resolution === column.resolution,
        );
        return cell !== undefined && isKept(nameCell(cell)) ? 'runs' : '—';
      }),
    ]),
  );
  const head = ['', ...columns.map(({ compiler, resolution }) => `${compiler.name} ${resolution}`)];
  const targets: readonly Target[] = ['web', 'webworker'];
  const bundleRows = bundlers.map(({ name }) => [
    name,
    ...targets.map((target) => (isKept(nameBundle(name, target)) ? 'runs' : '—')),
  ]);
  const inTables = new Set([
    ...cells.map(nameCell),
    ...bundlers.flatMap(({ name }) => targets.map((t) => nameBundle(name, t))),
  ]);
  const steps = outcomes.filter(({ name }) => !inTables.has(name)).map(({ name }) => `- ${name}`);
  return [
    intro,
    `## Steps\n\n${steps.join('\n')}`,
    consumers,
    toTable([head, ...rows]),
    pnpNote,
    bundles,
    toTable([['', ...targets], ...bundleRows]),
  ]
    .join('\n\n')
    .concat('\n');
}

function toTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
