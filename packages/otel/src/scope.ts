import packageJson from '../package.json' with { type: 'json' };

/** The instrumentation scope of spans and metrics. */
export const scope: { readonly name: string; readonly version: string } = {
  name: packageJson.name,
  version: packageJson.version,
};
