/**
 * Writes the reference of all entry points to `api/`, as pages of the site. Fails if an export has no doc comment, or if a
 * doc comment links to nothing.
 * Usage: node reference/write-reference.ts
 * Exit code: 0 written, 1 findings.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application, Comment, ReflectionKind, type TranslatedString, type TypeDocOptions } from 'typedoc';
import type { PluginOptions } from 'typedoc-plugin-markdown';
import { repositoryRoot } from '../pages/pages.ts';
import { listEntryPoints } from './entry-points.ts';
import { findUndocumented } from './undocumented.ts';

const site = fileURLToPath(new URL('..', import.meta.url));
const entryPoints = listEntryPoints();

const options: TypeDocOptions & PluginOptions & { docsRoot: string; sidebar: object } = {
  name: 'API',
  entryPoints: entryPoints.map(({ source }) => join(repositoryRoot, source)),
  sortEntryPoints: false,
  tsconfig: join(site, 'reference/tsconfig.json'),
  basePath: repositoryRoot,
  plugin: ['typedoc-plugin-markdown', 'typedoc-vitepress-theme'],
  // The types are checked by the packages' own scripts.
  skipErrorChecking: true,
  excludeInternal: true,
  excludeExternals: true,
  excludePrivate: true,
  disableSources: true,
  githubPages: false,
  readme: 'none',
  validation: { notExported: false, invalidLink: true, rewrittenLink: false, notDocumented: false },
  out: join(site, 'api'),
  docsRoot: site,
  entryFileName: 'index.md',
  hideBreadcrumbs: true,
  hidePageHeader: true,
  // Short types stand on the page of their entry point.
  membersWithOwnFile: ['Class', 'Interface', 'Function'],
  parametersFormat: 'table',
  indexFormat: 'table',
  sidebar: { autoConfiguration: true, pretty: true },
};

rmSync(join(site, 'api'), { recursive: true, force: true });
const app = await Application.bootstrapWithPlugins(options);
const project = await app.convert();
if (project === undefined) process.exit(1);
for (const module of project.children ?? []) {
  const entryPoint = entryPoints.find(({ source }) => source.replace(/(\/index)?\.ts$/, '') === module.name);
  if (entryPoint === undefined) throw new Error(`No entry point has the source ${module.name}.`);
  module.name = entryPoint.name;
  module.comment = new Comment([{ kind: 'text', text: entryPoint.description }]);
}
app.validate(project);
for (const name of findUndocumented(project)) app.logger.error(`${name} has no doc comment.` as TranslatedString);
if (app.logger.hasErrors() || app.logger.hasWarnings()) process.exit(1);
// Thousands of nested members, which no page can show well: the description itself is the better place to read them.
const generated = project.children?.find(({ name }) => name === '@xpander/generated');
for (const type of generated?.children ?? []) {
  if (type.kind !== ReflectionKind.Interface) continue;
  for (const member of [...(type.children ?? [])]) project.removeReflection(member);
  delete type.groups;
}
await app.generateOutputs(project);
