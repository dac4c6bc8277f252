import { describe, expect, it } from 'vitest';
import { highest, placeOf } from '../diff/change.ts';
import { changesBetween } from '../diff/classify.ts';
import { typeChanges } from '../diff/type-rules.ts';
import type { Document } from '../spec/document.ts';
import { edited, original } from './edited.ts';

const schemas = ['components', 'schemas'];
const task = [...schemas, 'Task', 'properties'];
const health = ['paths', '/health', 'get'];
const note = { type: ['string', 'null'], description: 'A note.', 'x-source': ['A'] };

const generated = '@xpander/generated';
const sdk = '@xpander/sdk';
const mock = '@xpander/mock';

async function verdict(revision: Document, base: Document = original): Promise<unknown> {
  const changes = await changesBetween(base, revision);
  return {
    level: highest(changes.map(({ level }) => level)),
    places: changes.map(({ pointer }) => placeOf(pointer)),
    packages: [...new Set(changes.flatMap(({ packages }) => packages))],
  };
}

describe('spec:diff', () => {
  it.each([
    ['a removed field', edited([...task, 'voice_id']), 'major', 'Task.voice_id', [generated, sdk]],
    [
      'a new required field of a request',
      edited([...schemas, 'InvokeRequest', 'required', 1], 'title'),
      'major',
      'InvokeRequest.required',
      [generated, sdk],
    ],
    [
      'a narrowed enum',
      edited([...schemas, 'KnownThinkMode', 'enum', 1]),
      'major',
      'KnownThinkMode.enum',
      [generated, sdk],
    ],
    ['a new optional field', edited([...task, 'note'], note), 'minor', 'Task.note', [generated, sdk]],
    [
      'a new operation',
      edited(['paths', '/v1/status'], { get: { operationId: 'status', responses: {} } }),
      'minor',
      '/v1/status',
      [generated, sdk, mock],
    ],
    [
      'a description and nothing else',
      edited([...task, 'title', 'description'], "The task's name."),
      'patch',
      'Task.title.description',
      [generated, sdk],
    ],
  ])('rates %s', async (_, revision, level, place, packages) => {
    expect(await verdict(revision)).toEqual({ level, places: [place], packages });
  });

  it.each([
    ['a removed operation', edited(['paths', '/health']), 'major', '/health', [generated, sdk, mock]],
    [
      'a renamed operation',
      edited([...health, 'operationId'], 'ping'),
      'major',
      'GET /health operationId',
      [generated, sdk, mock],
    ],
    [
      'a narrowed limit',
      edited(['components', 'parameters', 'PerPage', 'schema', 'maximum'], 40),
      'major',
      'parameters.PerPage.schema.maximum',
      [generated, sdk],
    ],
    [
      'a widened type of a response',
      edited([...task, 'result', 'type'], ['string', 'object', 'null']),
      'major',
      'Task.result.type',
      [generated, sdk],
    ],
  ])('leaves %s to redocly', async (_, revision, level, place, packages) => {
    expect(await verdict(revision)).toEqual({ level, places: [place], packages });
  });

  it.each([
    [
      'a field of an event is removed',
      edited([...schemas, 'ChunkEvent', 'properties', 'data']),
      'major',
      'ChunkEvent.data',
    ],
    [
      'an event is removed from the union',
      edited([...schemas, 'TaskEvent', 'anyOf', 6]),
      'major',
      'TaskEvent.anyOf.ChunkEvent',
    ],
    [
      'an enum is no longer open',
      edited([...schemas, 'TaskStatus', 'anyOf', 1]),
      'major',
      'TaskStatus.anyOf.any string',
    ],
    [
      'a response may be null',
      edited([...schemas, 'TaskSummary', 'properties', 'status'], {
        anyOf: [{ $ref: '#/components/schemas/TaskStatus' }, { type: 'null' }],
      }),
      'major',
      'TaskSummary.status.anyOf.null',
    ],
    ['a response is no longer null', edited([...task, 'tokens', 'anyOf', 1]), 'minor', 'Task.tokens.anyOf.null'],
    [
      'a request may no longer be null',
      edited([...schemas, 'InvokeRequest', 'properties', 'think_mode', 'anyOf', 1]),
      'major',
      'InvokeRequest.think_mode.anyOf.null',
    ],
    [
      'a value of an open enum is removed',
      edited([...schemas, 'KnownAuthStateType', 'enum', 3]),
      'major',
      'KnownAuthStateType.enum',
    ],
    [
      'an open enum has a new value',
      edited([...schemas, 'KnownTaskStatus', 'enum', 7], 'archived'),
      'minor',
      'KnownTaskStatus.enum',
    ],
    [
      'a default has changed',
      edited([...schemas, 'InvokeRequest', 'properties', 'run_locally', 'default'], true),
      'minor',
      'InvokeRequest.run_locally.default',
    ],
    ['a type of a response is narrower', edited([...task, 'result', 'type'], 'string'), 'minor', 'Task.result.type'],
    ['a request requires less', edited([...schemas, 'User', 'required', 1]), 'minor', 'User.required'],
  ])('finds what redocly misses: %s', (_, revision, level, place) => {
    const changes = typeChanges(original, revision).map((change) => ({ ...change, place: placeOf(change.pointer) }));
    expect(changes).toContainEqual(expect.objectContaining({ level, place }));
    expect(highest(changes.map((change) => change.level))).toBe(level);
  });

  it('rates a new value of an open enum as minor, although redocly rates it as major', async () => {
    const revision = edited([...schemas, 'KnownTaskStatus', 'enum', 7], 'archived');
    expect(await verdict(revision)).toMatchObject({ level: 'minor', places: ['KnownTaskStatus.enum'] });
  });

  it.each([
    [
      'a value of an enum beside an open string',
      edited([...schemas, 'ModelProvider', 'anyOf', 0, 'enum', 16], 'new_provider'),
      'ModelProvider.anyOf.string.enum',
    ],
    [
      'a named type in a union of them',
      edited([...schemas, 'TaskEvent', 'anyOf', 14], { $ref: '#/components/schemas/RunState' }),
      'TaskEvent.anyOf.RunState',
    ],
  ])('rates %s as minor, although redocly rates it as major', async (_, revision, place) => {
    expect(await verdict(revision)).toMatchObject({ level: 'minor', places: [place] });
  });

  it('rates a renamed type as major, although requests and responses stay the same', async () => {
    const renamed: Document = JSON.parse(JSON.stringify(original).replaceAll('schemas/LlmModel"', 'schemas/Model"'));
    const { LlmModel, ...others } = renamed.components?.schemas ?? {};
    const revision = { ...renamed, components: { ...renamed.components, schemas: { ...others, Model: LlmModel } } };
    expect(await verdict(revision as Document)).toMatchObject({
      level: 'major',
      places: expect.arrayContaining(['LlmModel', 'Model']),
    });
  });

  it('rates a changed example as a patch of one package, which ships it', async () => {
    const revision = edited(['components', 'examples', 'TaskCompleted', 'value', 'title'], 'Prices');
    expect(await verdict(revision)).toMatchObject({ level: 'patch', packages: [generated] });
  });

  it('rates a changed x-source as a patch of one package', async () => {
    expect(await verdict(edited([...task, 'title', 'x-source'], ['S1']))).toMatchObject({
      level: 'patch',
      packages: [generated],
    });
  });

  it('finds no change between equal descriptions', async () => {
    expect(await changesBetween(original, structuredClone(original))).toEqual([]);
  });
});
