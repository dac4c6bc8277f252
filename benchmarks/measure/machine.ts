import { cpus, release, totalmem, type } from 'node:os';
import { contenders, streamers } from '../peers/contenders.ts';
import { installedVersion } from './installed.ts';

/** Describes the machine and the measured versions, without anything that identifies the machine. */
export function describeMachine(): string {
  const [cpu] = cpus();
  const machine = [
    `${cpus().length} × ${cpu?.model.trim() ?? 'unknown CPU'}`,
    `${Math.round(totalmem() / 2 ** 30)} GiB of memory`,
    `${type()} ${release()}`,
    `Node ${process.versions.node}`,
  ].join(', ');
  const packages = [...new Set([...contenders, ...streamers].map((contender) => contender.package))]
    .filter((name) => name !== undefined)
    .map((name) => `${name} ${name === '@xpander/sdk' ? '(this repository)' : installedVersion(name)}`);
  return [
    'Written by `pnpm bench`. Compare the ratios: they are similar on every machine, and absolute times are not.',
    `Machine: ${machine}.`,
    `Measured: ${packages.join(', ')}; esbuild ${installedVersion('esbuild')} and TypeScript ${installedVersion('typescript')} as tools.`,
  ].join('\n\n');
}
