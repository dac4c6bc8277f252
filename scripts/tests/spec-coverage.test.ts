import { describe, expect, it } from 'vitest';
import { coverageOf } from '../provenance/coverage.ts';
import { readFacts } from '../provenance/facts.ts';
import { edited, original } from './edited.ts';
import { runScript } from './run-script.ts';
import { temporaryFolder, written } from './temporary.ts';

const facts = await readFacts();
const schemas = ['components', 'schemas'];
const task = [...schemas, 'Task', 'properties'];

describe('spec:coverage', () => {
  it('finds the description complete', async () => {
    const { exitCode, stdout } = await runScript('spec-coverage.ts', []);
    expect(stdout).not.toMatch(/Missing or different|Without a source/);
    expect(stdout).toMatch(/\d+ rows of the documents checked/);
    expect(stdout).toMatch(/46 operations, \d+ schemas, \d+ fields/);
    expect(exitCode).toBe(0);
  });

  it.each([
    ['a field is missing', edited([...task, 'voice_id']), 'Task.voice_id', 'existence'],
    [
      'a nested field is missing',
      edited([...schemas, 'TaskUser', 'properties', 'role']),
      'Task.input.user.role',
      'existence',
    ],
    ['a type differs', edited([...task, 'title', 'type'], ['integer', 'null']), 'Task.title', 'type'],
    ['a default differs', edited([...task, 'execution_attempts', 'default'], 2), 'Task.execution_attempts', 'default'],
    ['a default is added', edited([...task, 'title', 'default'], 'Untitled'), 'Task.title', 'default'],
    ['null is not allowed', edited([...task, 'title', 'type'], 'string'), 'Task.title', 'nullable'],
    [
      'an enum has lost a value',
      edited([...schemas, 'SourceNodeType', 'enum', 8]),
      'InvokeRequest.source_node_type',
      'enum',
    ],
    [
      'an enum has an additional value',
      edited([...schemas, 'SourceNodeType', 'enum', 9], 'fax'),
      'InvokeRequest.source_node_type',
      'enum',
    ],
    [
      'a member is required',
      edited([...schemas, 'InvokeRequest', 'required', 1], 'title'),
      'InvokeRequest.title',
      'required',
    ],
    ['a path is missing', edited(['paths', '/v1/tasks/{task_id}/stop']), 'stopTask', 'existence'],
    ['a status differs', edited(['paths', '/v1/agents', 'post', 'responses', '201']), 'createAgent', 'status'],
    ['an API key is not required', edited(['paths', '/v1/agents', 'get', 'security'], []), 'listAgents', 'key'],
    ['a source is not named', edited([...task, 'title', 'x-source'], ['V']), 'Task.title', 'x-source'],
  ])('fails when %s', (_, document, place, aspect) => {
    const { isComplete, problems } = coverageOf(document, facts);
    expect(problems).toContainEqual(expect.objectContaining({ place, aspect }));
    expect(isComplete).toBe(false);
  });

  it.each([
    [
      'a field has no source',
      edited([...schemas, 'ToolCall', 'properties', 'payload', 'x-source']),
      'ToolCall.payload has no x-source',
    ],
    ['an enum has no source', edited([...schemas, 'KnownThinkMode', 'x-source']), 'KnownThinkMode has no x-source'],
    [
      'a parameter has no source',
      edited(['components', 'parameters', 'Page', 'x-source']),
      'parameter Page has no x-source',
    ],
    ['an operation has no source', edited(['paths', '/health', 'get', 'x-source']), 'health has no x-source'],
    [
      'a source does not exist',
      edited([...task, 'title', 'x-source'], ['S1', 'S9']),
      'Task.title names S9, which is no source',
    ],
    [
      'x-source names a page without this field',
      edited([...schemas, 'AgentDetails', 'properties', 'avatar', 'x-source'], ['S1']),
      'AgentDetails.avatar claims S1, whose tables do not have it',
    ],
  ])('fails when %s', (_, document, problem) => {
    const { isComplete, sourceProblems } = coverageOf(document, facts);
    expect(sourceProblems).toEqual([problem]);
    expect(isComplete).toBe(false);
  });

  it.each([
    [
      'a difference names a fact that does not exist',
      { ...facts, differences: facts.differences.map((each, index) => (index === 0 ? { ...each, fact: 'F0' } : each)) },
      'The difference of Task.agent_id, Task.organization_id names F0, which is no fact',
    ],
    [
      'a row names a fact that does not exist',
      {
        ...facts,
        operations: facts.operations.map((each) => (each.operation === 'health' ? { ...each, where: 'A99' } : each)),
      },
      'The row "A99" names A99, which is no fact',
    ],
    [
      'a fact names a source that does not exist',
      { ...facts, facts: { ...facts.facts, F0: { title: 'None', says: 'Nothing.', sources: ['S9'] } } },
      'The fact F0 names S9, which is no source',
    ],
  ])('fails when %s', (_, changed, problem) => {
    const { isComplete, sourceProblems } = coverageOf(original, changed);
    expect(sourceProblems).toEqual([problem]);
    expect(isComplete).toBe(false);
  });

  it('fails when a listed difference does not exist', () => {
    const difference = { fields: ['Task.title'], aspects: ['default' as const], fact: 'F0', reason: 'None.' };
    const { isComplete, stale } = coverageOf(original, { ...facts, differences: [...facts.differences, difference] });
    expect(stale).toEqual(['Task.title default']);
    expect(isComplete).toBe(false);
  });

  it('prints each problem with its source, and exits with 1', async () => {
    const spec = await written(await temporaryFolder(), 'xpander.json', edited([...task, 'voice_id']));
    const { exitCode, stdout } = await runScript('spec-coverage.ts', ['--spec', spec]);
    expect(stdout).toContain(
      'Task.voice_id (existence): S1, Response (rendered, with its sample): present; description: missing',
    );
    expect(exitCode).toBe(1);
  });
});
