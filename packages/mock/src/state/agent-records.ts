import type { AgentDetails } from '../protocol/models.ts';
import { formatTimestamp } from '../protocol/timestamps.ts';

/** An agent with its draft and its earlier versions. */
export interface AgentRecord {
  /** What runs without a version. */
  live: AgentDetails;
  /** Changes that are not deployed yet. */
  staged: AgentDetails | undefined;
  /** The live settings of each version, by its number. */
  readonly versions: Map<string, AgentDetails>;
  /** When the current editing session had its last change, in epoch milliseconds. */
  editedAt: number | undefined;
}

/** A session of changes ends after 30 minutes without one; its first change makes a version (openapi/FACTS.md#f45). */
const EDITING_SESSION_MS = 30 * 60_000;

/** Creates the record of an agent without changes. */
export function createAgentRecord(agent: AgentDetails): AgentRecord {
  return { live: agent, staged: undefined, versions: new Map([[versionOf(agent), agent]]), editedAt: undefined };
}

/** The agent as reads show it: with its draft, if it has one. */
export function shownAgent({ live, staged }: AgentRecord): AgentDetails {
  return staged ?? live;
}

/** The settings that a run of this version has. A version that is not known runs the live ones. */
export function settingsOf({ live, staged, versions }: AgentRecord, version: string | null): AgentDetails {
  if (version === 'draft') return staged ?? live;
  return versions.get(version ?? '') ?? live;
}

/** Changes the live agent. */
export function changeLive(record: AgentRecord, changes: Partial<AgentDetails>, nowMs: number): void {
  const isNewSession = record.editedAt === undefined || nowMs - record.editedAt >= EDITING_SESSION_MS;
  record.editedAt = nowMs;
  const version = Number(record.live.version ?? 1) + (isNewSession ? 1 : 0);
  setLive(record, { ...record.live, ...changes, version });
}

/** Changes the draft. */
export function changeDraft(record: AgentRecord, changes: Partial<AgentDetails>): void {
  record.staged = { ...shownAgent(record), ...changes, has_pending_changes: true };
}

/** Makes the draft live, as a new version. */
export function deployDraft(record: AgentRecord, nowMs: number): void {
  const version = Number(record.live.version ?? 1) + 1;
  const agent = shownAgent(record);
  record.staged = undefined;
  setLive(record, { ...agent, version, deployed_at: formatTimestamp(nowMs), has_pending_changes: false });
}

function setLive(record: AgentRecord, agent: AgentDetails): void {
  record.live = agent;
  record.versions.set(versionOf(agent), agent);
}

function versionOf({ version }: AgentDetails): string {
  return String(version ?? 1);
}
