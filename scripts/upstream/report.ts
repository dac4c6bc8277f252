import type { Comparison, FieldDifference, OneSided } from './compare.ts';

/** Renders a comparison as Markdown, for a terminal or an issue. */
export function upstreamReport(source: string, { isSame, operations, changed }: Comparison): string {
  if (isSame) return `Our description and ${source} do not differ.`;
  return [
    '## Our description and the vendor’s differ',
    '',
    `Compared with ${source}. Only operations, fields, values and what is required are compared.`,
    ...section('Operations that only we describe', operations.onlyOurs),
    ...section('Operations that only the vendor describes', operations.onlyTheirs),
    ...changed.flatMap(({ operation, fields, differences }) => [
      '',
      `### ${operation}`,
      '',
      ...lines('only ours', fields.onlyOurs),
      ...lines('only theirs', fields.onlyTheirs),
      ...differences.flatMap(differenceLines),
    ]),
  ].join('\n');
}

function differenceLines({ field, requiredBy, values }: FieldDifference): string[] {
  return [
    ...(requiredBy === undefined ? [] : [`- \`${field}\`: only ${requiredBy === 'us' ? 'we' : 'they'} require it`]),
    ...(values === undefined ? [] : valueLines(field, values)),
  ];
}

function valueLines(field: string, { onlyOurs, onlyTheirs }: OneSided): string[] {
  const line = (whose: string, values: readonly string[]): string[] =>
    values.length === 0 ? [] : [`- \`${field}\`: values only ${whose}: ${values.join(', ')}`];
  return [...line('ours', onlyOurs), ...line('theirs', onlyTheirs)];
}

function section(title: string, places: readonly string[]): string[] {
  return places.length === 0 ? [] : ['', `### ${title}`, '', ...places.map((place) => `- \`${place}\``)];
}

function lines(whose: string, places: readonly string[]): string[] {
  return places.map((place) => `- \`${place}\`: ${whose}`);
}
