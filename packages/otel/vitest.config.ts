import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import type { ViteUserConfig } from 'vitest/config';
import { testConfig } from '../../vitest.shared.ts';

const instrumented = 'tests/http-spans.test.ts';
/** What does not depend on the stack is tested once. */
const once = ['channels', 'example', 'options', 'tarball'].map((name) => `tests/${name}.test.ts`);

/** The tests with one version of the API and one line of the SDK: `stack` is its folder. */
function project(name: string, stack: string, exclude: readonly string[]) {
  const typecheck = { enabled: exclude.length === 0 };
  return { extends: true as const, plugins: [fromStack(stack)], test: { name, exclude: [...exclude], typecheck } };
}

/** Lets the sources, too, import the API from the stack, as in an application with these versions. */
function fromStack(stack: string): Plugin {
  const entry = (file: string): string => fileURLToPath(new URL(`stacks/${stack}/${file}`, import.meta.url));
  return {
    name: `otel-stack-${stack}`,
    enforce: 'pre',
    resolveId(id) {
      if (id.startsWith('otel-stack/')) return entry(id.replace('otel-stack/', ''));
      if (id === '@opentelemetry/api') return this.resolve(id, entry('package.json'), { skipSelf: true });
      return undefined;
    },
  };
}

const config: ViteUserConfig = testConfig({
  projects: [
    // The instrumentation needs version 1.7 of the API.
    project('API 1.3, trace SDK 2', 'oldest', [instrumented, ...once]),
    project('API 1.9, trace SDK 2', 'sdk-2', once),
    project('API 1.10, trace SDK 3', 'sdk-3', []),
  ],
});
export default config;
