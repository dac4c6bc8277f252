import { type Form, forms } from './visit.ts';

/** What each visitor of a route gets. */
export type Expected =
  | 'runs of its own'
  | 'the one run that the site caches'
  | 'an error, and nothing sent'
  | 'a redirect';

/** A route with one of the ways to send requests. */
export interface Kind {
  readonly name: string;
  readonly isPage: boolean;
  /** Lines at the top of the file. */
  readonly lines: readonly string[];
  /** The statement before the visit. */
  readonly before: string;
  readonly forms: readonly Form[];
  readonly expected: Expected;
}

/** One address of a site. It runs the agent that has the address as its id. */
export interface Route {
  readonly kind: Kind;
  readonly form: Form;
  readonly path: string;
}

const everyForm = Object.keys(forms) as Form[];
/** A `fetch` that leaves out `cache` lets the framework render the page once, in the build. */
const withCache = everyForm.filter((form) => form !== 'bare-parts');
/** The line that a route has if it reads the headers of its request. */
export const headers = "import { headers } from 'next/headers';";
const edge = "export const runtime = 'edge';";
const setting = (name: string, value: string): string => `export const ${name} = ${value};`;

const settings: Readonly<Record<string, readonly string[]>> = {
  'the defaults': [],
  'revalidate 60': [setting('revalidate', '60')],
  'fetchCache default-cache': [setting('fetchCache', "'default-cache'")],
  'fetchCache force-cache': [setting('fetchCache', "'force-cache'")],
  'dynamic force-dynamic': [setting('dynamic', "'force-dynamic'")],
};

const own = { expected: 'runs of its own' } as const;
const readsHeaders = { before: 'await headers();', forms: everyForm, ...own };
const readsNothing = { before: '', forms: withCache, ...own };
const types = [
  { type: 'page', isPage: true },
  { type: 'handler', isPage: false },
] as const;

/** Routes with every setting that concerns caches. */
export const kinds: readonly Kind[] = types.flatMap(({ type, isPage }) => [
  ...Object.entries(settings).flatMap(([name, lines]) => [
    { name: `${type}, ${name}`, isPage, lines: [headers, ...lines], ...readsHeaders },
    { name: `${type} on the edge, ${name}`, isPage, lines: [headers, edge, ...lines], ...readsHeaders },
  ]),
  ...Object.entries(settings)
    .filter(([name]) => name !== 'fetchCache force-cache')
    .map(([name, lines]) => ({ name: `${type} for all visitors, ${name}`, isPage, lines, ...readsNothing })),
  {
    name: `${type} for all visitors, dynamic force-static`,
    isPage,
    lines: [setting('dynamic', "'force-static'")],
    before: '',
    forms: withCache,
    expected: 'the one run that the site caches',
  },
  {
    name: `${type}, fetchCache only-cache`,
    isPage,
    lines: [headers, setting('fetchCache', "'only-cache'")],
    before: 'await headers();',
    forms: withCache,
    expected: 'an error, and nothing sent',
  },
  {
    name: `${type} whose fetch redirects`,
    isPage,
    lines: [headers, "import { redirect } from 'next/navigation';"],
    before: 'await headers();',
    forms: ['default'],
    expected: 'a redirect',
  },
]);

/** Routes of a site with Cache Components, which allows none of those settings. */
export const kindsOfComponents: readonly Kind[] = types.flatMap(({ type, isPage }) => [
  { name: `${type} for all visitors`, isPage, lines: [], ...readsNothing },
  {
    name: `${type} that awaits connection()`,
    isPage,
    lines: ["import { connection } from 'next/server';"],
    before: 'await connection();',
    forms: everyForm,
    ...own,
  },
  {
    name: `${type} with "use cache"`,
    isPage,
    lines: [],
    before: "'use cache';",
    forms: withCache,
    expected: 'the one run that the site caches',
  },
]);

export function toRoutes(kind: Kind): readonly Route[] {
  return kind.forms.map((form) => ({ kind, form, path: `${toFolder(kind)}/${form}` }));
}

/** The folder of the files of a kind of route, below `app/`. */
export function toFolder({ name }: Kind): string {
  return name.replaceAll(/\W+/g, '-').replace(/-$/, '');
}
