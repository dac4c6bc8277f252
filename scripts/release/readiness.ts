import { type Metadata, metadataPath } from './metadata.ts';

/**
 * Returns what keeps the packages from being published: the address of the repository is still the placeholder, is not
 * one that npm can show, or is not that of the repository whose workflow publishes (npm then refuses the provenance).
 *
 * @param workflowRepository `owner/name` as GitHub passes it to a workflow, if this is one.
 */
export function findObstacles({ repository }: Metadata, workflowRepository?: string): string[] {
  const fix = `Set \`repository\` in ${metadataPath}, run \`pnpm generate\` and commit the result.`;
  if (URL.parse(repository)?.hostname.endsWith('.invalid')) {
    return [`${repository} is a placeholder, not the address of the repository. ${fix}`];
  }
  if (!/^https:\/\/[^/\s]+(\/[\w.-]+){2}$/.test(repository) || repository.endsWith('.git')) {
    return [`"${repository}" is not of the form https://host/owner/name. ${fix}`];
  }
  if (workflowRepository !== undefined && !repository.toLowerCase().endsWith(`/${workflowRepository.toLowerCase()}`)) {
    return [`${repository} is not the repository that publishes, ${workflowRepository}. ${fix}`];
  }
  return [];
}
