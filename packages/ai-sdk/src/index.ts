export type {
  MessagePart,
  ModelCallOptions,
  PromptMessage,
  ToolOutput,
  TurnMessage,
  XpanderLanguageModel,
  XpanderProviderOptions,
} from './model/types.ts';
export { createXpander, type XpanderProvider } from './provider.ts';
export { type AgentTool, type AgentToolOptions, type AgentToolOutput, agentTool } from './tool/agent-tool.ts';
export type { PromptSchema } from './tool/prompt-schema.ts';
