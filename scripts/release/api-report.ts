import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompilerState, Extractor, ExtractorConfig, type ExtractorMessage } from '@microsoft/api-extractor';
import type { PublishedPackage } from './packages.ts';

/** A module that users import: a package, or one of its subpaths. */
export interface EntryPoint {
  /** As it is imported, such as `@xpander/sdk/parts`. */
  readonly name: string;
  /** The file name of its report, such as `sdk.parts.md`. */
  readonly file: string;
  /** The folder of its package. */
  readonly folder: string;
  /** The path of its declarations. */
  readonly declarations: string;
}

export interface ApiReport {
  /** Every exported name with its signature, as Markdown. */
  readonly text: string;
  /** Types of the package itself that the signatures name and that users cannot import. */
  readonly forgotten: readonly string[];
}

/** Lists the modules with declarations in the `exports` of a package. */
export function listEntryPoints({ directory, manifest }: PublishedPackage, root: string): EntryPoint[] {
  const folder = join(root, directory);
  return Object.entries(manifest.exports as Record<string, { readonly import?: { readonly types?: string } }>).flatMap(
    ([subpath, { import: { types } = {} }]) => {
      if (types === undefined) return [];
      const name = manifest.name + subpath.slice(1);
      const file = `${name.replace(/^@[^/]+\//, '').replaceAll('/', '.')}.md`;
      return [{ name, file, folder, declarations: join(folder, types) }];
    },
  );
}

/** Reads the declarations of entry points, all by one compiler, and reports what they export. */
export async function reportApi(entryPoints: readonly EntryPoint[]): Promise<ReadonlyMap<EntryPoint, ApiReport>> {
  const scratch = await mkdtemp(join(tmpdir(), 'api-report-'));
  try {
    const configs = entryPoints.map((entryPoint) => prepare(entryPoint, scratch));
    const [first] = configs;
    if (first === undefined) return new Map();
    const additionalEntryPoints = entryPoints.map(({ declarations }) => declarations);
    const compilerState = CompilerState.create(first, { additionalEntryPoints });
    const reports = entryPoints.map((entryPoint, index) => extract(entryPoint, configs[index] ?? first, compilerState));
    return new Map(
      entryPoints.map((entryPoint, index) => {
        const { text = '', unexported = [] } = reports[index] ?? {};
        const siblings = reports.filter((_, other) => entryPoints[other]?.folder === entryPoint.folder);
        const isHidden = (name: string): boolean => !siblings.some((sibling) => sibling.exported.has(name));
        const isForgotten = (name: string): boolean => isHidden(name) && isOwn(name, entryPoint.folder);
        const bundled = unexported.filter((name) => isHidden(name) && !isForgotten(name)).sort();
        const closing =
          bundled.length === 0 ? '' : `\nNamed above, and bundled from other packages: ${bundled.join(', ')}\n`;
        return [entryPoint, { text: text + closing, forgotten: unexported.filter(isForgotten).sort() }];
      }),
    );
  } finally {
    await rm(scratch, { recursive: true });
  }
}

function prepare({ declarations, file, folder }: EntryPoint, scratch: string): ExtractorConfig {
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(folder, 'package.json'),
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: declarations,
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            module: 'nodenext',
            target: 'es2023',
            lib: ['esnext', 'dom', 'dom.iterable'],
            skipLibCheck: true,
          },
          files: [declarations],
        },
      },
      apiReport: {
        enabled: true,
        reportFolder: scratch,
        reportTempFolder: scratch,
        reportFileName: file.replace('.md', ''),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
    },
  });
}

interface Extract {
  readonly text: string;
  readonly exported: ReadonlySet<string>;
  /** The types that the signatures name and that the module does not export. */
  readonly unexported: readonly string[];
}

function extract(entryPoint: EntryPoint, config: ExtractorConfig, compilerState: CompilerState): Extract {
  const unexported = new Set<string>();
  const errors: string[] = [];
  Extractor.invoke(config, {
    compilerState,
    localBuild: true,
    messageCallback: (message: ExtractorMessage) => {
      message.handled = true;
      if (message.messageId === 'ae-forgotten-export')
        unexported.add(/"([^"]+)"/.exec(message.text)?.[1] ?? message.text);
      else if (message.category === 'Compiler' || message.logLevel === 'error') errors.push(message.text);
    },
  });
  if (errors.length > 0) throw new Error(`${entryPoint.name}: ${errors.join('\n')}`);
  const text = readFileSync(config.reportFilePath, 'utf8')
    .replaceAll('\r\n', '\n')
    // Remarks of the extractor, which say nothing of a signature.
    .replaceAll(/^ *\/\/ (@public|(@public )?\(undocumented\)|\(No @packageDocumentation.*)\n/gm, '');
  const names = text.matchAll(
    /^export (?:declare )?(?:abstract )?(?:class|interface|type|const|function|enum) (\w+)/gm,
  );
  return { text, exported: new Set([...names].map(([, name = '']) => name)), unexported: [...unexported] };
}

/** Whether a type is declared in the source of the package, and not in that of a package which is bundled with it. */
function isOwn(name: string, folder: string): boolean {
  const declaration = new RegExp(`\\b(interface|type|class|enum) ${name}\\b`);
  const sources = globSync('src/**/*.ts', { cwd: folder }).filter((path) => !path.includes('.gen.'));
  return sources.some((path) => declaration.test(readFileSync(join(folder, path), 'utf8')));
}
