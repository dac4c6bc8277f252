import type { ServedAgent } from '../options.ts';

/** Clients allow 64 characters, and some of them count the name of the server as well. */
const longestSlug = 36;
const idLength = 8;

/** Returns a name for the tool of each agent, in their order: `ask_` and the name of the agent. */
export function nameTools(agents: readonly ServedAgent[]): string[] {
  const slugs = agents.map(({ id, name }) => toSlug(name) || toSlug(id) || 'agent');
  const taken = new Set<string>();
  return agents.map(({ id }, index) => {
    const slug = slugs[index] ?? '';
    const isShared = slugs.indexOf(slug) !== slugs.lastIndexOf(slug);
    // The name of a tool must not depend on the order of agents with equal names.
    const named = isShared ? `${slug}_${toSlug(id).slice(0, idLength)}` : slug;
    let name = `ask_${named}`;
    for (let count = 2; taken.has(name); count += 1) name = `ask_${named}_${count}`;
    taken.add(name);
    return name;
  });
}

/** The letters without their accents, and digits. All else becomes `_`, because clients refuse it. */
function toSlug(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, longestSlug + 1)
    .replace(/^_|_+$/g, '')
    .slice(0, longestSlug);
}
