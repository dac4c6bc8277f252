import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type CommandOptions, run } from '../command.ts';
import { type Registry, toNpmrc } from '../registry/registry.ts';

/** A package manager that installs a project, and the way to run a file of it. */
export interface Manager {
  readonly name: string;
  /** The files by which it finds our packages on the registry. */
  files(registry: Registry): Readonly<Record<string, string>>;
  install(project: string): Promise<unknown>;
  /** Runs a file of the project and returns what it printed. */
  runFile(project: string, file: string): Promise<string>;
  /** Runs a command of a dependency. */
  runCommand(project: string, command: string, ...args: readonly string[]): Promise<string>;
  /** Other packages that it needs to type-check the project. */
  readonly typescript?: string;
}

const require = createRequire(import.meta.url);
const runWithNode = (project: string, file: string): Promise<string> => run(project, process.execPath, [file]);
const runBin = (project: string, command: string, ...args: readonly string[]): Promise<string> =>
  run(project, join(project, 'node_modules/.bin', command), args);

const npm: Manager = {
  name: 'npm',
  files: (registry) => ({ '.npmrc': toNpmrc(registry) }),
  install: (project) => run(project, 'npm', ['install', '--prefer-offline', '--ignore-scripts', '--no-audit']),
  runFile: runWithNode,
  runCommand: runBin,
};

const pnpm: Manager = {
  name: 'pnpm',
  files: (registry) => ({
    '.npmrc': toNpmrc(registry),
    // Our packages are seconds old, and pnpm waits a day by default.
    'pnpm-workspace.yaml': 'packages: [.]\nminimumReleaseAge: 0\nallowBuilds: { msgpackr-extract: false }\n',
  }),
  install: (project) => run(project, 'pnpm', ['install', '--prefer-offline', '--no-frozen-lockfile']),
  runFile: runWithNode,
  runCommand: runBin,
};

const runYarn = (project: string, ...args: readonly string[]): Promise<string> =>
  run(project, process.execPath, [require.resolve('@yarnpkg/cli-dist/bin/yarn.js'), ...args]);

/** Where packages of others come from, if that is not Yarn's own default. */
const toOthers = (registry: string | undefined): string =>
  registry === undefined ? '' : `npmRegistryServer: "${registry}"\n`;

const toYarnrc =
  (nodeLinker: string) =>
  ({ gate }: Registry): Readonly<Record<string, string>> => ({
    '.yarnrc.yml': `nodeLinker: ${nodeLinker}
npmScopes: { xpander: { npmRegistryServer: "${gate.url}" } }
${toOthers(process.env.npm_config_registry)}unsafeHttpWhitelist: [127.0.0.1]
# Our packages are seconds old. Yarn quarantines them otherwise.
npmPreapprovedPackages: ["@xpander/*"]
# Another rehearsal had other contents under the same versions.
enableGlobalCache: false
enableTelemetry: false
enableScripts: false
enableImmutableInstalls: false
`,
    'yarn.lock': '',
  });

const yarn: Manager = {
  name: 'Yarn node-modules',
  files: toYarnrc('node-modules'),
  install: (project) => runYarn(project, 'install'),
  runFile: runWithNode,
  runCommand: runBin,
};

const yarnPnp: Manager = {
  name: 'Yarn PnP',
  files: toYarnrc('pnp'),
  install: (project) => runYarn(project, 'install'),
  runFile: (project, file) => runYarn(project, 'node', file),
  runCommand: (project, command, ...args) => runYarn(project, 'run', command, ...args),
  // Only a TypeScript that Yarn has patched resolves modules by its map.
  typescript: '5.9.3',
};

const runBun = (project: string, args: readonly string[], options: CommandOptions = {}): Promise<string> =>
  run(project, join(dirname(require.resolve('@oven/bun-linux-x64/package.json')), 'bin/bun'), args, options);

const bun: Manager = {
  name: 'Bun',
  files: (registry) => ({ '.npmrc': toNpmrc(registry) }),
  // A cache of its own: another rehearsal had other contents under the same versions.
  install: (project) =>
    runBun(project, ['install', '--ignore-scripts'], { env: { BUN_INSTALL_CACHE_DIR: join(project, '.cache') } }),
  runFile: (project, file) => runBun(project, [file]),
  runCommand: (project, command, ...args) => runBun(project, ['--bun', 'run', command, ...args]),
};

export const managers: readonly Manager[] = [npm, pnpm, yarn, yarnPnp, bun];

/** The managers of the short form. */
export const commonManagers: readonly Manager[] = [npm, pnpm];
