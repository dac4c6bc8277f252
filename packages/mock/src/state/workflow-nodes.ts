import { httpError } from '../protocol/http-error.ts';
import type { AddWorkflowNodeRequest, AgentDetails, WorkflowNode } from '../protocol/models.ts';

/** The nodes of a workflow in short form. */
export function nodesOf({ orchestration_nodes: nodes }: AgentDetails): WorkflowNode[] {
  return ((nodes ?? []) as WorkflowNode[]).map(shortForm);
}

function shortForm({ id, type, name, next_node_ids: next, ...node }: WorkflowNode): WorkflowNode {
  return {
    id,
    type: type ?? null,
    name: name ?? null,
    next_node_ids: next ?? [],
    asset_id: node.asset_id ?? null,
    connection_id: node.connection_id ?? null,
    operation_id: node.operation_id ?? null,
    target_agent_id: node.target_agent_id ?? null,
  };
}

/** The nodes with a new one at its place. @throws HttpError 422 for an unknown neighbour and for a cycle. */
export function withNode(nodes: readonly WorkflowNode[], request: AddWorkflowNodeRequest): WorkflowNode[] {
  const node = newNode(request);
  const before = request.after_node_ids ?? [];
  checkKnown(nodes, 'after_node_ids', before);
  checkKnown(nodes, 'next_node_ids', node.next_node_ids ?? []);
  const linked = nodes.map((each) =>
    before.includes(each.id) ? { ...each, next_node_ids: [...(each.next_node_ids ?? []), node.id] } : each,
  );
  const all = [...linked, node];
  if (reaches(all, node.id, node.id)) throw refused('next_node_ids', 'the node would make a cycle', node.next_node_ids);
  return all;
}

function newNode(request: AddWorkflowNodeRequest): WorkflowNode {
  const shared = { id: crypto.randomUUID(), name: request.name, next_node_ids: request.next_node_ids ?? [] };
  if ('advanced' in request) {
    const { advanced } = request;
    const next = [...shared.next_node_ids, ...(advanced.next_node_ids ?? [])];
    return { ...advanced, ...shared, id: advanced.id ?? shared.id, next_node_ids: next };
  }
  if ('agent_id' in request) {
    return { ...shared, type: 'agent', target_agent_id: request.agent_id };
  }
  const { connection_id, operation_id } = request;
  return { ...shared, type: 'action', connection_id, operation_id };
}

/** The nodes without one of them, and without links to it. @throws HttpError 404 if there is no such node. */
export function withoutNode(nodes: readonly WorkflowNode[], id: string): WorkflowNode[] {
  if (!nodes.some((node) => node.id === id)) throw httpError(404, 'Node not found');
  return nodes
    .filter((node) => node.id !== id)
    .map((node) => ({ ...node, next_node_ids: (node.next_node_ids ?? []).filter((next) => next !== id) }));
}

function checkKnown(nodes: readonly WorkflowNode[], name: string, ids: readonly string[]): void {
  const unknown = ids.find((id) => !nodes.some((node) => node.id === id));
  if (unknown !== undefined) throw refused(name, `there is no node "${unknown}"`, ids);
}

/** Whether a path of at least one step leads from a node to another. */
function reaches(nodes: readonly WorkflowNode[], from: string, to: string, seen: Set<string> = new Set()): boolean {
  const next = nodes.find(({ id }) => id === from)?.next_node_ids ?? [];
  return next.some((id) => {
    if (id === to) return true;
    if (seen.has(id)) return false;
    seen.add(id);
    return reaches(nodes, id, to, seen);
  });
}

function refused(name: string, problem: string, input: unknown): Error {
  return httpError(422, [{ type: 'value_error', loc: ['body', name], msg: `Value error, ${problem}`, input }]);
}
