import { parseYaml } from '@redocly/openapi-core';

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

export interface Job {
  readonly uses?: string;
  readonly 'timeout-minutes'?: number;
  readonly permissions?: Readonly<Record<string, string>> | string;
  readonly steps?: readonly Step[];
}

export interface Workflow {
  readonly permissions?: Readonly<Record<string, string>> | string;
  readonly jobs: Readonly<Record<string, Job>>;
}

export function parseWorkflow(text: string): Workflow {
  return parseYaml(text) as Workflow;
}

/**
 * Returns where a workflow breaks our three rules: every action is pinned by the hash of its commit, every job has a
 * time limit, and every job names its own permissions, of which the workflow itself grants none.
 */
export function findBreaches(text: string): string[] {
  const { permissions, jobs } = parseWorkflow(text);
  return [
    ...(JSON.stringify(permissions) === '{}' ? [] : ['the workflow does not say `permissions: {}`']),
    ...Object.entries(jobs).flatMap(([name, job]) =>
      findBreachesOfJob(job, text).map((breach) => `job ${name}: ${breach}`),
    ),
  ];
}

function findBreachesOfJob(job: Job, text: string): string[] {
  const actions = [job.uses, ...(job.steps ?? []).map(({ uses }) => uses)].filter((uses) => uses !== undefined);
  return [
    ...actions
      .filter((uses) => !isPinned(uses, text))
      .map((uses) => `${uses} is not pinned as @<commit hash> # v1.2.3`),
    ...(typeof job['timeout-minutes'] === 'number' ? [] : ['no timeout-minutes']),
    ...(typeof job.permissions === 'object' ? [] : ['no permissions, one by one']),
  ];
}

/** The hash is what runs. The version behind it is what a reader, and a tool that updates it, know. */
function isPinned(uses: string, text: string): boolean {
  const places = text.split('\n').filter((line) => line.includes(uses));
  return /@[0-9a-f]{40}$/.test(uses) && places.every((line) => / # v\d+\.\d+\.\d+$/.test(line));
}
