import type { Trial } from './ask.ts';
import type { Verdict } from './ask-document.ts';
import type { Expected } from './site/routes.ts';

/** The number of runs that a visitor starts. */
const runsOfOne = 2;

/** Says of two visitors of a route whether they got what was promised. */
export function judge(trial: Trial): Verdict {
  const { site, route } = trial;
  const breaches = [...checks[route.kind.expected](trial), ...checkBuild(trial)];
  return { name: `${site.name}, ${route.kind.name}, ${route.form}`, breaches };
}

const checks: Readonly<Record<Expected, (trial: Trial) => string[]>> = {
  'runs of its own': (trial) => {
    const { answers, visits } = trial;
    const ids = answers.flatMap((answer) => answer.ids ?? []);
    return [
      ...checkResults(trial),
      ...(new Set(ids).size === 2 * runsOfOne ? [] : [`the runs of two visitors: ${ids.join(', ')}`]),
      ...(visits.posts === 2 * runsOfOne ? [] : [`${visits.posts} POSTs arrived`]),
      // The answer to the POST shows a run that goes on. Its end was seen by a poll.
      ...(visits.gets >= 2 ? [] : [`${visits.gets} GETs arrived`]),
    ];
  },
  'the one run that the site caches': (trial) => {
    const [first, second] = trial.answers;
    const isOne = JSON.stringify(first.ids) === JSON.stringify(second.ids);
    return [...checkResults(trial), ...(isOne ? [] : ['the visitors got different runs'])];
  },
  'an error, and nothing sent': ({ answers, visits }) => [
    ...answers.filter(({ error }) => error !== 'ConnectionError').map((answer) => JSON.stringify(answer)),
    ...(visits.posts + visits.gets === 0 ? [] : ['requests arrived']),
  ],
  'a redirect': ({ answers }) =>
    answers.flatMap(({ status, location, ...answer }) =>
      status === 307 && new URL(location ?? '', 'http://site').pathname === '/elsewhere'
        ? []
        : [`${status} ${location} ${JSON.stringify(answer)}`],
    ),
};

function checkResults({ answers }: Trial): string[] {
  const isDone = ({ results = [] }: Trial['answers'][number]): boolean => results.join() === 'done,done';
  return answers
    .filter((answer) => !isDone(answer))
    .map((answer) => `answered ${JSON.stringify(answer).slice(0, 300)}`);
}

/** A build starts no run, unless the site caches it, or the framework cannot be kept from it. */
function checkBuild({ site, route, build }: Trial): string[] {
  const mayRun = route.kind.expected === 'the one run that the site caches' || runsInBuild(site, route);
  return mayRun || build.posts === 0 ? [] : [`${build.posts} POSTs arrived during the build`];
}

/** Whether the framework renders the page in the build, before it learns that the page cannot be cached. */
export function runsInBuild(site: Trial['site'], { kind, form }: Trial['route']): boolean {
  const isTriedInBuild =
    kind.before === '' && kind.expected === 'runs of its own' && !kind.name.includes('force-dynamic');
  return isTriedInBuild && form === 'request' && !site.stopsRequestInBuild;
}
