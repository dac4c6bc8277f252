import type { Plugin } from 'vite';

/** Pages stand outside of this folder, so that the server build cannot find `vue` from them. It is external there. */
export function vueForPages(): Plugin {
  return {
    name: 'vue-for-pages',
    enforce: 'pre',
    resolveId: (id, _importer, { ssr }) =>
      ssr && (id === 'vue' || id === 'vue/server-renderer') ? { id, external: true } : undefined,
  };
}
