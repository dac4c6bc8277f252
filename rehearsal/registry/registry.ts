import { type Gate, openGate } from './gate.ts';
import { createVerdaccio, type Verdaccio } from './verdaccio.ts';

export interface Registry {
  readonly gate: Gate;
  readonly verdaccio: Verdaccio;
  close(): Promise<void>;
}

/** What the registry says of a package. */
export interface Listing {
  readonly versions: Readonly<Record<string, { readonly dist: { readonly integrity: string } }>>;
}

/** Starts an empty registry that keeps its packages in a folder. */
export async function openRegistry(folder: string): Promise<Registry> {
  const verdaccio = await createVerdaccio(folder);
  await verdaccio.start();
  const gate = await openGate(verdaccio.socketPath);
  return {
    gate,
    verdaccio,
    async close() {
      await gate.close();
      await verdaccio.kill();
    },
  };
}

/** The lines of an `.npmrc` by which npm, pnpm and Bun take our scope from the registry. Its token is for no one. */
export function toNpmrc({ gate: { url } }: Registry): string {
  return `@xpander:registry=${url}\n${url.replace('http:', '')}:_authToken=rehearsal\n`;
}

/** Reads what the registry has of a package. A package that it does not know has no versions. */
export async function readListing({ gate }: Registry, name: string): Promise<Listing> {
  const response = await fetch(gate.url + encodeURIComponent(name));
  if (response.status === 404) return { versions: {} };
  if (!response.ok) throw new Error(`The registry answers ${response.status} for ${name}`);
  return (await response.json()) as Listing;
}
