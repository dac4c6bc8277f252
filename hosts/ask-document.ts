import type { Api } from './api.ts';
import { documentedAgent } from './api.ts';
import { documentedPaths } from './site/documented-files.ts';
import type { Site } from './site/sites.ts';

/** What was asked, and a sentence for each broken promise. */
export interface Verdict {
  readonly name: string;
  readonly breaches: readonly string[];
}

/** Visits each route of docs/next.md twice. Each visitor gets a report of its own, and the build starts no run. */
export async function askDocument(site: Site, api: Api, url: string): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const path of documentedPaths) {
    const reports = [await readReport(`${url}/${path}`), await readReport(`${url}/${path}`)];
    const isOwn = !reports.includes(undefined) && reports[0] !== reports[1];
    const breaches = isOwn ? [] : [`the visitors got ${reports.join(' and ')}`];
    verdicts.push({ name: `${site.name}, /${path} of docs/next.md`, breaches });
  }
  const { before, after } = api.count(documentedAgent);
  const isExact = before.posts === 0 && after.posts === 2 * documentedPaths.length;
  const breaches = isExact ? [] : [`${before.posts} POSTs arrived during the build, and ${after.posts} after it`];
  return [...verdicts, { name: `${site.name}, docs/next.md`, breaches }];
}

async function readReport(address: string): Promise<string | undefined> {
  const response = await fetch(address);
  return /Report \d+/.exec(await response.text())?.[0];
}
