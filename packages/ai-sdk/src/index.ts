export type { AgentPart } from '@xpander/sdk/parts';
