import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listPublished } from '../release/packages.ts';
import { repositoryRoot } from '../repository-root.ts';

/** A package, and the packages of this repository that its source imports, types included. */
export interface PackageNode {
  readonly name: string;
  readonly description: string;
  readonly imports: readonly string[];
  /** Whether files of its source are generated from `openapi/`. */
  readonly isGenerated: boolean;
}

export function readPackages(): PackageNode[] {
  const published = listPublished();
  const names = published.map(({ manifest }) => manifest.name);
  return published.map(({ directory, manifest }) => ({
    name: manifest.name,
    description: String(manifest.description),
    imports: names.filter((name) => name !== manifest.name && importsPackage(directory, name)),
    isGenerated: globSync('src/*.gen.*', { cwd: join(repositoryRoot, directory) }).length > 0,
  }));
}

function importsPackage(directory: string, name: string): boolean {
  const source = join(repositoryRoot, directory, 'src');
  const pattern = new RegExp(`(from|import\\() ?'${name}(/[^']*)?'`);
  return globSync('**/*.ts', { cwd: source }).some((file) => pattern.test(readFileSync(join(source, file), 'utf8')));
}

/** Draws a tree in which each package stands under the one that it imports, that with the longest way from the root. */
export function drawPackages(packages: readonly PackageNode[]): string {
  const isRoot = ({ imports, isGenerated }: PackageNode): boolean => imports.length === 0 && !isGenerated;
  const roots = packages.filter(isRoot).map((node) => `${column(node.name)}${node.description}`);
  const rest = packages.filter((node) => !isRoot(node));
  return [`${column('openapi/')}the API, written by hand`, ...drawBelow(undefined, rest), ...roots].join('\n');
}

function drawBelow(parent: string | undefined, packages: readonly PackageNode[], indent = ''): string[] {
  const children = packages.filter((node) => parentOf(node, packages) === parent);
  return children.flatMap((node, index) => {
    const [branch, below] = index === children.length - 1 ? ['└─', '   '] : ['├─', '│  '];
    const others = node.imports.filter((name) => name !== parent && !isBelow(parent, name, packages));
    const also = others.length > 0 ? ` (imports ${others.join(', ')} too)` : '';
    const line = `${column(`${indent}${branch} ${node.name}`)}${node.description}${also}`;
    return [line, ...drawBelow(node.name, packages, `${indent}${below}`)];
  });
}

function column(text: string): string {
  return text.padEnd(32);
}

function parentOf({ imports }: PackageNode, packages: readonly PackageNode[]): string | undefined {
  return imports.toSorted((one, other) => depthOf(other, packages) - depthOf(one, packages))[0];
}

function depthOf(name: string, packages: readonly PackageNode[]): number {
  const imports = packages.find((node) => node.name === name)?.imports ?? [];
  return 1 + Math.max(0, ...imports.map((other) => depthOf(other, packages)));
}

/** Whether a package stands on another one, so that the tree shows it already. */
function isBelow(name: string | undefined, other: string, packages: readonly PackageNode[]): boolean {
  const imports = packages.find((node) => node.name === name)?.imports ?? [];
  return imports.some((own) => own === other || isBelow(own, other, packages));
}
