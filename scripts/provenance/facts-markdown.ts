import type { Fact, Facts } from './facts.ts';

const head = `<!-- Generated from openapi/facts.yaml. Do not edit: change that file and run \`pnpm generate\`. -->

# Facts about the API

What the sources say about the xpander.ai API, and where they contradict each other. Comments in this repository cite an
entry as \`openapi/FACTS.md#f14\`. Nothing here was checked against the live service.

The tags of sources and of facts are separate: \`D3\` under "Sources" is a page, the entry D3 below is a fact.`;

/** Renders FACTS.md: the sources in a table, then each fact with its anchor. */
export function factsMarkdown(facts: Facts): string {
  const groups = Object.entries(facts.groups).map(([letter, title]) => groupMarkdown(letter, title, facts));
  return `${[head, sourcesMarkdown(facts), ...groups].join('\n\n')}\n`;
}

/** The anchor of a tag, as citations write it. */
function anchorOf(tag: string): string {
  return tag.toLowerCase();
}

function sourcesMarkdown({ sources }: Facts): string {
  const rows = Object.entries(sources).map(
    ([tag, { name, date }]) => `| <a id="source-${anchorOf(tag)}"></a>${tag} | ${name} | ${date} |`,
  );
  return ['## <a id="sources"></a>Sources', '', '| tag | source | date |', '|---|---|---|', ...rows].join('\n');
}

function groupMarkdown(letter: string, title: string, { facts }: Facts): string {
  const members = Object.entries(facts).filter(([tag]) => tag.startsWith(letter));
  return [`## ${title}`, ...members.map(([tag, fact]) => factMarkdown(tag, fact))].join('\n\n');
}

function factMarkdown(tag: string, { title, says, sources }: Fact): string {
  const links = sources.map((source) => `[${source}](#source-${anchorOf(source)})`).join(' ');
  return [`### <a id="${anchorOf(tag)}"></a>${tag}. ${title}`, says.trim(), `Sources: ${links}`].join('\n\n');
}
