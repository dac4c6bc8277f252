import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot } from '../repository-root.ts';

export interface ScriptRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script in a process of its own. */
export function runScript(name: string, options: readonly string[], cwd: string = repositoryRoot): Promise<ScriptRun> {
  const script = join(import.meta.dirname, '..', name);
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [script, ...options], { cwd }, (_error, stdout, stderr) =>
      resolve({ exitCode: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}
