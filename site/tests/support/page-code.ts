import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { repositoryRoot } from '../../pages/pages.ts';

const run = promisify(execFile);

/** Inside of this package, so that its dependencies are found. */
const recipes = fileURLToPath(new URL('../../.recipes/', import.meta.url));

/** The code of a guide, written to a folder. */
export interface PageCode {
  readonly folder: string;
  /** The names of its files: `// name.ts` in the first line, or else `code-1.ts`. */
  readonly names: readonly string[];
  /** Runs one of the files with Node. */
  run(name: string, env?: Record<string, string>): Promise<{ stdout: string; stderr: string }>;
  remove(): void;
}

/** Writes the TypeScript and JavaScript of a guide to a folder of its own. */
export function writePageCode(source: string, change = (code: string): string => code): PageCode {
  mkdirSync(recipes, { recursive: true });
  const folder = mkdtempSync(recipes);
  const text = readFileSync(join(repositoryRoot, source), 'utf8');
  const names = [...text.matchAll(/^```(ts|js)\n([\s\S]*?)^```/gm)].map(([, language, code = ''], index) => {
    const name = /^\/\/ (\S+\.[tj]s)\n/.exec(code)?.[1] ?? `code-${index + 1}.${language}`;
    writeFileSync(join(folder, name), change(code));
    return name;
  });
  // The package is one of ES modules. Its tests for Jest are CommonJS.
  if (names.some((name) => name.endsWith('.js'))) writeFileSync(join(folder, 'package.json'), '{}');
  return {
    folder,
    names,
    run: (name, env = {}) => run(process.execPath, [name], { cwd: folder, env: { PATH: process.env.PATH, ...env } }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
