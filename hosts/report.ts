import type { Trial } from './ask.ts';
import { runsInBuild } from './check.ts';

const intro = `# What the caches of hosts answer

Written by \`npx --yes pnpm@12.21.0 hosts\`. It builds real sites with the packed SDK, starts them, and sends two visitors to each route, one after the other. Each visitor runs an agent, polls its task until it ends, and streams a second run, all with the same prompt. The emulator counts the requests over HTTP. The command fails if a guarantee is broken:

- No cache of the host answers an invocation or a poll. Each visitor gets runs of its own, from POSTs of its own, and polls see the task change.
- A build starts no run.
- What the framework throws to steer itself (to leave a prerender, to redirect) reaches it unchanged.

A route "for all visitors" reads nothing of its request, so that the framework tries to render it once, in the build. The columns are ways to send requests:

| | \`fetch\` of the client |
|---|---|
| default | none: the global \`fetch\` |
| request | \`(request) => fetch(request)\` |
| request-and-cache | \`(request) => fetch(request, { cache: request.cache })\` |
| parts | \`fetch(request.url, { method, headers, body, cache, signal })\` |
| bare-parts | \`fetch(request.url, { method, headers, body })\` |`;

const notes = `## Notes

- "Also runs in the build": Next.js 14 does not leave the prerender if \`fetch\` gets nothing but a \`Request\`. It renders the page once in the build, with a run, drops the page, and then renders it for each visitor. \`request-and-cache\` avoids this.
- \`bare-parts\` leaves out \`cache\`. On a route for all visitors, the framework would render the page once for all of them, so it is not tried there.`;

/** Returns the text of RESULTS.md. */
export function toMarkdown(trials: readonly Trial[]): string {
  const names = [...new Set(trials.map(({ site }) => site.name))];
  const parts = names.map((name) => `## ${name}\n\n${toTable(trials.filter(({ site }) => site.name === name))}`);
  return [intro, ...parts, notes].join('\n\n').concat('\n');
}

function toTable(trials: readonly Trial[]): string {
  const forms = [...new Set(trials.map(({ route }) => route.form))];
  const kinds = [...new Set(trials.map(({ route }) => route.kind))];
  const rows = kinds.map((kind) => [
    kind.name,
    ...forms.map((form) => toCell(trials.find(({ route }) => route.kind === kind && route.form === form))),
  ]);
  const head = ['', ...forms];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function toCell(trial: Trial | undefined): string {
  if (trial === undefined) return '';
  const { site, route } = trial;
  return runsInBuild(site, route) ? `${route.kind.expected}; also runs in the build` : route.kind.expected;
}
