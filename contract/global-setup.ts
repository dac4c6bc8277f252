import type { TestProject } from 'vitest/node';
import { startPrism } from './prism.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The URL of a Prism that answers with the examples of the description. */
    prismUrl: string;
  }
}

/** Starts one Prism as a mock server for all tests. Prism has no state, so the tests can share it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const prism = await startPrism();
  project.provide('prismUrl', prism.url);
  return prism.stop;
}
