import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Document } from '../spec/document.ts';
import { compareSurfaces } from '../upstream/compare.ts';
import { readDocument } from '../upstream/read-document.ts';
import { surfaceOf } from '../upstream/surface.ts';
import { original } from './edited.ts';
import { runScript, type ScriptRun } from './run-script.ts';
import { temporaryFolder, written } from './temporary.ts';

const folder = await temporaryFolder();

const ours = `
openapi: 3.1.0
info: { title: Ours, version: 1.0.0 }
paths:
  /v1/agents/{agent_id}/invoke:
    post:
      operationId: invoke
      parameters:
        - { name: agent_id, in: path, required: true, schema: { type: string } }
        - { name: version, in: query, schema: { type: string } }
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [input]
              properties:
                input: { $ref: '#/components/schemas/Input' }
                mode: { anyOf: [{ type: string, enum: [default, harder] }, { type: 'null' }] }
                title: { type: [string, 'null'] }
      responses:
        '200':
          description: A task
          content: { application/json: { schema: { $ref: '#/components/schemas/Task' } } }
  /health:
    get:
      operationId: health
      responses: { '200': { description: Up } }
components:
  schemas:
    Input: { type: object, required: [text], properties: { text: { type: string } } }
    Task:
      type: object
      required: [id]
      properties: { id: { type: string }, children: { type: array, items: { $ref: '#/components/schemas/Task' } } }
`;

// The same API in another form: OpenAPI 3.0, other names, other composition.
const theirs = {
  openapi: '3.0.3',
  info: { title: 'Theirs', version: '9' },
  paths: {
    '/v1/agents/{id}/invoke/': {
      parameters: [{ $ref: '#/components/parameters/Id' }],
      post: {
        parameters: [{ name: 'version', in: 'query', schema: { type: 'string' } }],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Invocation' } } } },
        responses: { 200: { $ref: '#/components/responses/Task' } },
      },
    },
    '/health': { get: { responses: { 200: {} } } },
  },
  components: {
    parameters: { Id: { name: 'id', in: 'path', required: true, schema: { type: 'string' } } },
    responses: { Task: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Execution' } } } } },
    schemas: {
      Invocation: {
        allOf: [
          { type: 'object', required: ['input'], properties: { input: { $ref: '#/components/schemas/In' } } },
          { properties: { mode: { nullable: true, enum: ['harder', 'default'] }, title: { type: 'string' } } },
        ],
      },
      In: { type: 'object', required: ['text'], properties: { text: { type: 'string' } } },
      Execution: {
        type: 'object',
        required: ['id'],
        properties: { id: {}, children: { type: 'array', items: { $ref: '#/components/schemas/Execution' } } },
      },
    },
  },
};

const spec = await written(folder, 'ours.yaml', ours);

/** Edits the other description and runs the script on it. */
async function against(edit: (document: typeof theirs) => void, ...options: string[]): Promise<ScriptRun> {
  const document = structuredClone(theirs);
  edit(document);
  return runScript('spec-upstream.ts', [await written(folder, 'theirs.json', document), '--spec', spec, ...options]);
}

describe('spec:upstream', () => {
  it('finds no difference between two forms of the same API', async () => {
    const { exitCode, stdout } = await against(() => {});
    expect(stdout).toMatch(/^Our description and \S+theirs\.json do not differ\.\n$/);
    expect(exitCode).toBe(0);
  });

  it('reports what only one side describes', async () => {
    const { exitCode, stdout } = await against(({ paths, components }) => {
      Reflect.deleteProperty(paths, '/health');
      Object.assign(paths, { '/v1/knowledge': { get: { responses: {} } } });
      const [first, second] = components.schemas.Invocation.allOf;
      if (first) first.required = ['input', 'mode'];
      if (second) Object.assign(second.properties, { mode: { enum: ['default', 'max'] }, budget: { type: 'integer' } });
      Object.assign(components.schemas.In, { required: [] });
    });
    expect(stdout).toContain('### Operations that only we describe\n\n- `GET /health`');
    expect(stdout).toContain('### Operations that only the vendor describes\n\n- `GET /v1/knowledge`');
    expect(stdout).toContain('### POST /v1/agents/{}/invoke');
    expect(stdout).toContain('- `request budget`: only theirs');
    expect(stdout).toContain('- `request mode`: only they require it');
    expect(stdout).toContain('- `request mode`: values only ours: "harder"');
    expect(stdout).toContain('- `request mode`: values only theirs: "max"');
    expect(stdout).toContain('- `request input.text`: only we require it');
    expect(exitCode).toBe(1);
  });

  it('prints JSON with --json', async () => {
    const { exitCode, stdout } = await against(({ paths }) => Reflect.deleteProperty(paths, '/health'), '--json');
    expect(JSON.parse(stdout)).toEqual({
      isSame: false,
      operations: { onlyOurs: ['GET /health'], onlyTheirs: [] },
      changed: [],
    });
    expect(exitCode).toBe(1);
  });

  it('reads YAML from a URL', async () => {
    const server = createServer((_, response) => response.end(ours)).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/openapi.yaml`;
    const { exitCode, stdout } = await runScript('spec-upstream.ts', [url, '--spec', spec]);
    expect(stdout).toBe(`Our description and ${url} do not differ.\n`);
    expect(exitCode).toBe(0);
  });

  it.each([
    ['no-such-file.json', undefined, /ENOENT/],
    ['page.html', '<!doctype html><html><body>Not found</body></html>', /is not an OpenAPI document/],
    ['cut.json', '{"openapi": "3.1.0", "paths": {', /is neither JSON nor YAML: /],
    ['broken.yaml', 'openapi: 3.1.0\npaths: [', /is neither JSON nor YAML: /],
    ['swagger.json', '{"swagger": "2.0", "paths": {}}', /is not OpenAPI 3\.0 or 3\.1: its version is "2\.0"/],
    ['empty.yaml', '', /is not an OpenAPI document/],
    ['no-paths.yaml', 'openapi: 3.1.0', /has no paths/],
    ['path.yaml', 'openapi: 3.1.0\npaths: { /a: 5 }', /\/a is not an object/],
    ['method.yaml', 'openapi: 3.1.0\npaths: { /a: { get: yes } }', /get \/a is not an object/],
    ['parameter.yaml', 'openapi: 3.1.0\npaths: { /a: { parameters: [null], get: {} } }', /A parameter of get \/a/],
    ['nowhere.yaml', operation('$ref: "#/components/schemas/None"'), /None has no target/],
    ['outside.yaml', operation('$ref: other.yaml'), /points outside the document/],
    ['schema.yaml', operation('properties: { a: 7 }'), /GET \/a cannot be read: A schema is not an object/],
  ])('reports the problem of %s in one line', async (name, text, problem) => {
    const path = text === undefined ? name : await written(folder, name, text);
    const { exitCode, stdout, stderr } = await runScript('spec-upstream.ts', [path, '--spec', spec]);
    expect(stderr).toMatch(problem);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
  });

  it('prints its usage without a file or URL', async () => {
    const { exitCode, stderr } = await runScript('spec-upstream.ts', []);
    expect(stderr).toContain('Usage: pnpm spec:upstream');
    expect(exitCode).toBe(2);
  });
});

describe('a large document', () => {
  it('is rejected if it exceeds the size limit', async () => {
    const path = await written(folder, 'huge.json', ' '.repeat(2_000));
    await expect(readDocument(path, { maxBytes: 1_000, timeoutMs: 1_000 })).rejects.toThrow('larger than 1000 bytes');
  });

  it('is rejected if it exceeds the time limit', async () => {
    const server = createServer(() => {}).listen(0, '127.0.0.1');
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    await new Promise((resolve) => server.once('listening', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await expect(readDocument(url, { maxBytes: 1_000, timeoutMs: 50 })).rejects.toThrow('cannot be reached');
  });

  it('is read completely if it is below the limits', () => {
    const members = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, index) => [`member_${index}`, { type: 'string' }]),
    );
    expect([...surfaceOf(returning({ type: 'object', properties: members })).values()][0]?.size).toBe(20_000);
  });

  it('may contain a recursive schema', () => {
    const recursive = (required: string[]): Document =>
      returning(
        { $ref: '#/components/schemas/Node' },
        { Node: { required, properties: { next: { $ref: '#/components/schemas/Node' }, name: { type: 'string' } } } },
      );
    const same = compareSurfaces(surfaceOf(recursive([])), surfaceOf(recursive([])));
    expect(same.isSame).toBe(true);
    const { changed } = compareSurfaces(surfaceOf(recursive(['name'])), surfaceOf(recursive([])));
    expect(changed[0]?.differences).toEqual([{ field: 'response name', requiredBy: 'us' }]);
  });

  it('may contain circular references', () => {
    const circle = { A: { $ref: '#/components/schemas/B' }, B: { allOf: [{ $ref: '#/components/schemas/A' }] } };
    expect([...surfaceOf(returning({ $ref: '#/components/schemas/A' }, circle)).values()][0]?.size).toBe(0);
  });

  it('is rejected if its schemas expand to too many fields', () => {
    const names = Array.from({ length: 30 }, (_, index) => `S${index}`);
    const all = Object.fromEntries(names.map((name) => [name, { $ref: `#/components/schemas/${name}` }]));
    const schemas = Object.fromEntries(names.map((name) => [name, { type: 'object', properties: all }]));
    expect(() => surfaceOf(returning({ $ref: '#/components/schemas/S0' }, schemas))).toThrow(
      'GET /a cannot be read: The document describes more than 50000 fields.',
    );
  });

  it('is read quickly if its schemas share many parts', () => {
    const schemas = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => {
        const next = { $ref: `#/components/schemas/S${index + 1}` };
        return [`S${index}`, { allOf: [next, next] }];
      }),
    );
    const last = { S60: { type: 'object', properties: { end: {} } } };
    const surface = surfaceOf(returning({ $ref: '#/components/schemas/S0' }, { ...schemas, ...last }));
    expect([...surface.values()].map((fields) => [...fields.keys()])).toEqual([['response end']]);
  });
});

describe('our own description', () => {
  it('does not differ from itself', () => {
    expect(compareSurfaces(surfaceOf(original), surfaceOf(structuredClone(original))).isSame).toBe(true);
  });
});

/** The YAML of a document with one operation whose response has the given schema. */
function operation(schema: string): string {
  return `openapi: 3.1.0\npaths: { /a: { get: { responses: { '200': { content: { application/json: { schema: { ${schema} } } } } } } } }`;
}

function returning(schema: object, schemas: object = {}): Document {
  const content = { 'application/json': { schema } };
  return {
    openapi: '3.1.0',
    paths: { '/a': { get: { responses: { 200: { content } } } } },
    components: { schemas: schemas as NonNullable<Document['components']>['schemas'] & object },
  };
}
