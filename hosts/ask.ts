import { type Api, type Counts, documentedAgent, openApi } from './api.ts';
import { askDocument, type Verdict } from './ask-document.ts';
import { buildSite, serveSite } from './site/build-site.ts';
import { type Route, toRoutes } from './site/routes.ts';
import type { Site } from './site/sites.ts';
import type { Visit } from './site/visit.ts';

/** What one of the visitors got. */
export interface Answer extends Visit {
  readonly status: number;
  readonly location: string | null;
  /** The text, if it holds no visit. */
  readonly text?: string;
}

/** Two visitors of one route, one after the other. */
export interface Trial {
  readonly site: Site;
  readonly route: Route;
  readonly answers: readonly [Answer, Answer];
  readonly build: Counts;
  readonly visits: Counts;
}

/** How many routes are asked at a time. */
const concurrency = 20;

/** What the visitors of a site got. */
export interface Findings {
  readonly trials: readonly Trial[];
  readonly document: readonly Verdict[];
}

/** Builds a site, and visits each of its routes twice. */
export async function askSite(site: Site): Promise<Findings> {
  const routes = site.kinds.flatMap(toRoutes);
  const api = await openApi(routes);
  try {
    const variables = { XPANDER_API_URL: api.url, XPANDER_API_KEY: 'key-1', XPANDER_AGENT_ID: documentedAgent };
    const folder = await buildSite(site, variables);
    api.mark();
    const running = await serveSite(site, folder, variables);
    try {
      const trials = await askRoutes(site, routes, api, running.url);
      return { trials, document: site.isDocumented ? await askDocument(site, api, running.url) : [] };
    } finally {
      running.close();
    }
  } finally {
    await api.close();
  }
}

async function askRoutes(site: Site, routes: readonly Route[], api: Api, url: string): Promise<readonly Trial[]> {
  const left = routes.entries();
  const trials: Trial[] = [];
  const work = async (): Promise<void> => {
    for (const [index, route] of left) {
      const address = `${url}/${route.path}`;
      const answers = [await visit(address), await visit(address)] as const;
      const { before, after } = api.count(route.path);
      trials[index] = { site, route, answers, build: before, visits: after };
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return trials;
}

async function visit(address: string): Promise<Answer> {
  const response = await fetch(address, { redirect: 'manual' });
  const { status, headers } = response;
  const text = await response.text();
  const found = /\{(&quot;|")(ids|error)\1:.*?\}/.exec(text)?.[0].replaceAll('&quot;', '"');
  return { status, location: headers.get('location'), ...(found ? (JSON.parse(found) as Visit) : { text }) };
}
