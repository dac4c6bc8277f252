import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { contents, document } from './document.ts';

// Strict, so that a misspelt keyword in a schema fails here instead of being ignored.
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
addFormats.default(ajv);
ajv.addVocabulary(['x-open', 'x-source', 'components']);
ajv.addSchema({ $id: 'openapi.json', components: document.components }, 'openapi.json', false, false);

function validator(schema: object): ValidateFunction {
  return ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi.json#/')));
}

function accepts(schemaName: string, value: unknown): boolean {
  return validator({ $ref: `#/components/schemas/${schemaName}` })(value) === true;
}

describe('every body of the description', () => {
  it.each(contents)('has examples that fit its schema: $place', ({ schema, examples }) => {
    const validate = validator(schema);
    expect(examples).not.toHaveLength(0);
    for (const { name, value } of examples) {
      validate(value);
      expect(validate.errors, name).toBeNull();
    }
  });

  it('is found by these tests', () => {
    expect(contents.map(({ place }) => place)).toEqual(
      expect.arrayContaining([
        'invoke request application/json',
        'getTask 200 application/json',
        'health 502 text/html',
      ]),
    );
  });
});

describe('an invocation', () => {
  const input = { text: 'Generate a market report' };
  const user = { id: 'user-1', email: 'dana@example.com' };

  it.each([
    ['a prompt', { input }],
    ['files without a prompt', { input: { files: ['https://files.example.com/a.pdf'] } }],
    ['no user', { input: { ...input, user: null } }],
    ['a user with id and email', { input: { ...input, user } }],
    ['explicit nulls', { input, id: null, think_mode: null, output_format: null, source_node_type: null }],
  ])('may have %s', (_, request) => {
    expect(accepts('InvokeRequest', request)).toBe(true);
  });

  it.each([
    ['no input', {}],
    ['a misspelt id', { input, threadId: 'task-1' }],
    ['an unknown input member', { input: { ...input, images: [] } }],
    ['an unknown user member', { input: { ...input, user: { ...user, name: 'Dana' } } }],
    ['a user with an id only', { input: { ...input, user: { id: 'user-1' } } }],
    ['a user with an email only', { input: { ...input, user: { email: 'dana@example.com' } } }],
    ['an unknown think mode', { input, think_mode: 'hardest' }],
    ['an empty id', { input, id: '' }],
    ['a deep_planning member, which only tasks have', { input, deep_planning: {} }],
  ])('must not have %s', (_, request) => {
    expect(accepts('InvokeRequest', request)).toBe(false);
  });
});

describe('a task', () => {
  it.each([
    ['has an id and nothing else', {}],
    ['has a status nobody knows yet', { status: 'archived' }],
    ['has enum values nobody knows yet', { output_format: 'html', think_mode: 'max', llm_reasoning_effort: 'none' }],
    ['has members nobody knows yet', { used_tools: [] }],
    ['has nulls throughout', { status: null, input: null, tokens: null, hitl_request: null, created_at: null }],
    ['has stamps without a time zone', { created_at: '2026-02-07T02:13:26.325626' }],
    ['has the older form of a decision', { hitl_request: { operation_id: 'op-1', content: 'Send it?' } }],
  ])('is read when it %s', (_, members) => {
    expect(accepts('Task', { id: 'task-1', ...members })).toBe(true);
  });

  it.each([
    ['without an id', { status: 'completed' }],
    ['with a status that is no text', { id: 'task-1', status: 5 }],
    ['with a stamp that is no instant', { id: 'task-1', created_at: 'yesterday' }],
  ])('is refused %s', (_, task) => {
    expect(accepts('Task', task)).toBe(false);
  });
});
