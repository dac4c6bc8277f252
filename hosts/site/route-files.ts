import { headers, type Kind, toFolder } from './routes.ts';

/** The files of a kind of route. One file serves all forms, unless the framework may render it in the build. */
export function toFiles(kind: Kind): readonly { readonly file: string; readonly code: string }[] {
  const folder = toFolder(kind);
  const leaf = kind.isPage ? 'page.js' : 'route.js';
  if (kind.lines.includes(headers)) return [{ file: `${folder}/[form]/${leaf}`, code: toCode(kind, 'await params') }];
  return kind.forms.map((form) => ({ file: `${folder}/${form}/${leaf}`, code: toCode(kind, `{ form: '${form}' }`) }));
}

function toCode(kind: Kind, parameters: string): string {
  const { isPage, lines, before, expected } = kind;
  const fetch = expected === 'a redirect' ? ", () => redirect('/elsewhere')" : '';
  return `${lines.join('\n')}
import { createElement, Suspense } from 'react';
import { visit } from '../../../visit.ts';

async function run(form) {
  ${before}
  return visit('${toFolder(kind)}/' + form, form${fetch});
}
${isPage ? page(parameters) : handler(parameters)}`;
}

const handler = (parameters: string): string => `
export async function GET(_, { params }) {
  const { form } = ${parameters};
  return Response.json(await run(form));
}
`;

const page = (parameters: string): string => `
async function Run({ params }) {
  const { form } = ${parameters};
  return JSON.stringify(await run(form));
}
export default function Page({ params }) {
  return ${parameters.startsWith('{') ? 'createElement(Suspense, null, createElement(Run))' : 'createElement(Run, { params })'};
}
`;
