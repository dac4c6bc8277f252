import { join } from 'node:path';
import { createTwoslasher, type TwoslashInstance } from 'twoslash';
import ts from 'typescript';
import { repositoryRoot } from './pages.ts';

/** Compiles code of the pages under the strict options of the tests. Made at first use, because it is slow. */
let twoslash: TwoslashInstance | undefined;
/** What is compiled already: each page is rendered for the browser and for the server. */
const compiled = new Set<string>();

/**
 * Compiles the TypeScript of a page with twoslash. Throws if it has an error.
 *
 * Code that begins with `// name.ts` is a file, which other code of the page can import.
 */
export function compileTypedCode(page: string, codes: readonly string[]): void {
  const files = new Map(codes.map((code) => [nameOf(code) ?? '', code]));
  for (const code of codes) {
    const whole = withImports(code, files);
    if (compiled.has(whole)) continue;
    twoslash ??= createTwoslasher({ compilerOptions: readCompilerOptions() });
    try {
      // Only errors are asked for. The types of each name would take several times as long.
      twoslash(whole, 'ts', { handbookOptions: { noStaticSemanticInfo: true } });
    } catch (error) {
      throw new Error(`${page} has code that does not compile: ${error}\n${whole}`, { cause: error });
    }
    compiled.add(whole);
  }
}

function nameOf(code: string): string | undefined {
  return /^\/\/ (\S+\.ts)\n/.exec(code)?.[1];
}

function withImports(code: string, files: ReadonlyMap<string, string>): string {
  const name = nameOf(code) ?? 'index.ts';
  const imports = [...findImports(name, code, files)];
  if (imports.length === 0) return code;
  return [...imports, name].map((file) => `// @filename: ${file}\n${files.get(file) ?? code}`).join('\n');
}

/** The files of the page that a file needs, the deepest ones first. */
function findImports(name: string, code: string, files: ReadonlyMap<string, string>): Set<string> {
  const found = new Set<string>();
  for (const [, path = ''] of code.matchAll(/ from '(\.[^']+)';/g)) {
    const file = new URL(path, `file:///${name}`).pathname.slice(1);
    const text = files.get(file);
    if (text === undefined) throw new Error(`${name} imports ${file}, which is not on its page.`);
    for (const other of findImports(file, text, files)) found.add(other);
    found.add(file);
  }
  return found;
}

function readCompilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(repositoryRoot, 'tsconfig.base.json'), ts.sys.readFile);
  const more = { types: ['node'], moduleDetection: 'force', skipLibCheck: true, declaration: false };
  const json = { ...config.compilerOptions, ...more, isolatedDeclarations: false };
  return ts.convertCompilerOptionsFromJson(json, repositoryRoot).options;
}
