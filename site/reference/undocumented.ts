import { type DeclarationReflection, type ProjectReflection, ReflectionKind, ReflectionType } from 'typedoc';

/** Returns the exports of all entry points, and the methods of exported types, that have no doc comment. */
export function findUndocumented({ children: modules = [] }: ProjectReflection): string[] {
  return modules.flatMap((module) =>
    (module.children ?? [])
      .filter(({ kind }) => kind !== ReflectionKind.Reference)
      .flatMap((exported) => [exported, ...listMethods(exported)])
      .filter((reflection) => !isDocumented(reflection))
      .map((reflection) => `${module.name}: ${reflection.getFriendlyFullName().slice(module.name.length + 1)}`),
  );
}

function listMethods({ children = [] }: DeclarationReflection): DeclarationReflection[] {
  return children.filter(({ kind }) => kind === ReflectionKind.Method);
}

/** Overloads share a comment. */
function isDocumented({ comment, signatures = [], type }: DeclarationReflection): boolean {
  const ofType = type instanceof ReflectionType ? (type.declaration.signatures ?? []) : [];
  return comment !== undefined || [...signatures, ...ofType].some((signature) => signature.comment !== undefined);
}
