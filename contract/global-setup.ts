import type { TestProject } from 'vitest/node';
import { startPrism } from './prism.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where Prism answers with the examples of the description. */
    prismUrl: string;
  }
}

/** One Prism as a mock server for all tests: it keeps no state, so they can share it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const prism = await startPrism();
  project.provide('prismUrl', prism.url);
  return prism.stop;
}
