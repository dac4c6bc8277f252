import { describe, expect, it } from 'vitest';
import { document } from './document.ts';
import { accepts } from './validation.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

const schemas = document.components.schemas as Readonly<Record<string, Schema>>;
const prefix = '#/components/schemas/';

/** The names of the schemas to which a value refers, directly or not. */
function namesWithin(value: unknown, found: Set<string> = new Set()): Set<string> {
  for (const [, reference = ''] of JSON.stringify(value).matchAll(/"\$ref":"([^"]+)"/g)) {
    if (found.has(reference)) continue;
    found.add(reference);
    const target = reference
      .slice('#/'.length)
      .split('/')
      .reduce<unknown>((parent, key) => Object(parent)[key], document);
    namesWithin(target, found);
  }
  return found;
}

const operations = Object.values(document.paths)
  .flatMap((item) => Object.values(item))
  .filter((member) => 'operationId' in member);
const received = [...namesWithin(operations.map(({ responses }) => responses))]
  .filter((reference) => reference.startsWith(prefix))
  .map((reference) => reference.slice(prefix.length));
const members = received.flatMap((name) =>
  Object.entries(schemas[name]?.properties ?? {}).map(([member, schema]) => ({ place: `${name}.${member}`, schema })),
);

function allowsNull(schema: Schema | undefined): boolean {
  if (schema?.$ref !== undefined) return allowsNull(schemas[schema.$ref.slice(prefix.length)]);
  if (schema?.anyOf !== undefined) return schema.anyOf.some(allowsNull);
  const isAny = schema?.type === undefined && schema?.enum === undefined && schema?.const === undefined;
  return isAny || [schema?.type].flat().includes('null');
}

/** What the documents require. A row of a list is of no use without its id, although the vendor does not require it. */
const required = new Set([
  ...['Task', 'TaskSummary', 'AgentDetails', 'AgentSummary', 'AgentTool', 'WorkflowNode'].map((name) => `${name}.id`),
  ...['LlmModel.model_id', 'LlmProvider.internal_identifier', 'RunState.conversation_id', 'MessageReceipt.action'],
  ...['TaskPage.items', 'AgentPage.items', 'AgentDetailsPage.items', 'FullThread.root'],
  ...['ValidationIssue.loc', 'ValidationIssue.msg', 'ValidationIssue.type'],
]);
/** The kinds of activity have no other distinction. An entry that fits none is of the open kind. */
const distinguishing = /^(Message|ToolCall|Reasoning|SubAgent|Auth|Decision)Activity\./;
const ofEvents = /^\w+Event\.(type|data)$/;

function isExpected(place: string): boolean {
  return required.has(place) || distinguishing.test(place) || ofEvents.test(place);
}

describe('a member of a response', () => {
  it('is found by these tests', () => {
    expect(members.length).toBeGreaterThan(400);
    expect(members.map(({ place }) => place)).toEqual(expect.arrayContaining(['Task.result', 'RunState.is_running']));
  });

  it('may be null unless the documents require it', () => {
    const strict = members.filter(({ place, schema }) => !allowsNull(schema) && !isExpected(place));
    // The vendor's schema says that it is never null.
    expect(strict.map(({ place }) => place)).toEqual(['TaskSummary.status']);
  });

  it('may be missing unless the documents require it', () => {
    const all = received.flatMap((name) => (schemas[name]?.required ?? []).map((member) => `${name}.${member}`));
    expect(all.filter((place) => !isExpected(place))).toEqual([]);
  });

  it.each([
    ['ValidationErrorBody', {}],
    ['ValidationErrorBody', { detail: null }],
    ['ApiErrorBody', {}],
    ['AgentDetails', { id: 'agent-1', name: null, webhook_url: null, instructions: null }],
    ['AgentSummary', { id: 'agent-1' }],
    ['Conversation', {}],
    ['RunState', { conversation_id: 'c-1', queued_messages: null, is_running: null, added_later: 1 }],
    ['MessageReceipt', { action: 'merged', message_id: null, queue_depth: null }],
    ['AgentTool', { id: 'tool-1', type: 'robot', allowed_tools: null }],
    ['WorkflowNode', { id: 'node-1', type: null }],
    ['ActivityEntry', { id: 'entry-1', card: { kind: 'secret' } }],
    ['ActivityEntry', {}],
  ])('may be missing or null: %s %j', (name, value) => {
    expect(accepts(name, value)).toBe(true);
  });
});

describe('a request about a conversation or a workflow', () => {
  it.each([
    ['SendMessageRequest', {}],
    ['SendMessageRequest', { text: 'Hello', mode: 'a-new-mode' }],
    ['AnswersRequest', { decision_id: 'd', answers: [{ question_id: 'q', rating: 5 }] }],
    ['CreateWorkflowRequest', { name: 'Intake', a_new_member: 1 }],
    ['AddWorkflowNodeRequest', { name: 'n', advanced: { type: 'a_new_type', a_new_member: 1 } }],
  ])('may be sent as %s: %j', (name, value) => {
    expect(accepts(name, value)).toBe(true);
  });

  it.each([
    ['SendMessageRequest', { message: 'Hello' }],
    ['StopConversationRequest', { clearQueue: true }],
    ['AnswersRequest', { decision_id: 'd', answers: [{ selected_option_ids: ['weekly'] }] }],
    ['ConfirmationRequest', { request_id: 'r' }],
    ['AddAgentToolRequest', { type: 'agent', agent_id: 'a', mcp_id: 'm' }],
    ['AddAgentToolRequest', { agent_id: 'a' }],
    ['AddWorkflowNodeRequest', { name: 'n' }],
    ['UpdateWorkflowRequest', {}],
  ])('must not be sent as %s: %j', (name, value) => {
    expect(accepts(name, value)).toBe(false);
  });
});
