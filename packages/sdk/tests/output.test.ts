import { inspect } from 'node:util';
import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as mini from 'zod/mini';
import { zodToJsonSchema } from 'zod-to-json-schema';
import { z as z3 } from 'zod3';
import {
  ConfigurationError,
  jsonSchema,
  OutputError,
  type OutputSchema,
  parseOutput,
  type RunOptions,
  type Task,
  TaskFailedError,
  type Xpander,
} from '../src/index.ts';
import {
  agentId,
  clientAnswering,
  collect,
  eventStream,
  json,
  mockedClient,
  postsTo,
  rejection,
  rejectionOf,
  task,
  taskId,
} from './support.ts';

interface City {
  readonly city: string;
}

const plainSchema = {
  type: 'object',
  properties: { city: { type: 'string', minLength: 1 } },
  required: ['city'],
  additionalProperties: false,
};

function toCity(value: unknown): City {
  if (typeof value === 'object' && value !== null && 'city' in value && typeof value.city === 'string')
    return { city: value.city };
  throw new TypeError('city is no text');
}

const schemas: Readonly<Record<string, OutputSchema<City>>> = {
  zod: z.object({ city: z.string().min(1) }),
  valibot: toStandardJsonSchema(v.object({ city: v.pipe(v.string(), v.minLength(1)) })),
  arktype: type({ city: 'string > 0' }),
  'plain JSON Schema': jsonSchema(plainSchema, toCity),
};

const city = z.object({ city: z.string() });

function completed(result: unknown): Task {
  return { id: taskId, status: 'completed', result } as Task;
}

function events(...all: readonly object[]): Response {
  const text = all.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
  return eventStream(text);
}

/** Every verb that waits for a task, with a run that ends with this result. */
const verbs: Readonly<
  Record<
    string,
    (result: string) => {
      readonly xpander: Xpander;
      readonly received: readonly { readonly body: unknown }[];
      readonly call: <T>(options: RunOptions & { output: OutputSchema<T> }) => Promise<{ output: T; result?: unknown }>;
    }
  >
> = {
  'agents.invoke': (result) => {
    const scripted = clientAnswering([task('completed', { result })]);
    return { ...scripted, call: (options) => scripted.xpander.agents.invoke(agentId, 'hi', options) };
  },
  'agent.invoke': (result) => {
    const scripted = clientAnswering([task('completed', { result })]);
    return { ...scripted, call: (options) => scripted.xpander.agent(agentId).invoke('hi', options) };
  },
  'agents.run': (result) => {
    const scripted = clientAnswering([task('pending'), task('completed', { result })]);
    return { ...scripted, call: (options) => scripted.xpander.agents.run(agentId, 'hi', options) };
  },
  'agent.run': (result) => {
    const scripted = clientAnswering([task('pending'), task('completed', { result })]);
    return { ...scripted, call: (options) => scripted.xpander.agent(agentId).run('hi', options) };
  },
  'agent.run via "stream"': (result) => {
    const finished = { type: 'task_finished', task_id: taskId, data: completed(result) };
    const scripted = clientAnswering([events(finished)]);
    return { ...scripted, call: (options) => scripted.xpander.agent(agentId).run('hi', { ...options, via: 'stream' }) };
  },
  'agent.stream': (result) => {
    const finished = { type: 'task_finished', task_id: taskId, data: completed(result) };
    const scripted = clientAnswering([events(finished)]);
    return { ...scripted, call: (options) => scripted.xpander.agent(agentId).stream('hi', options).finalTask() };
  },
  'agents.stream, interrupted,': (result) => {
    const created = { type: 'task_created', task_id: taskId, data: { id: taskId, status: 'executing' } };
    const scripted = clientAnswering([events(created), task('completed', { result })]);
    return { ...scripted, call: (options) => scripted.xpander.agents.stream(agentId, 'hi', options).finalTask() };
  },
  'thread.send': (result) => {
    const scripted = clientAnswering([task('pending'), task('completed', { result })]);
    return { ...scripted, call: (options) => scripted.xpander.agent(agentId).thread().send('hi', options) };
  },
  'thread.stream': (result) => {
    const finished = { type: 'task_finished', task_id: taskId, data: completed(result) };
    const scripted = clientAnswering([events(finished)]);
    return {
      ...scripted,
      call: (options) => scripted.xpander.agent(agentId).thread().stream('hi', options).finalTask(),
    };
  },
};

describe.each(Object.entries(verbs))('%s with output', (_, script) => {
  it('sends the JSON Schema, and resolves with the task and its typed output', async () => {
    const { call, received } = script('{"city":"Lisbon"}');
    const done = await call({ output: city });
    expect(done.output).toEqual({ city: 'Lisbon' });
    expect(done.result).toBe('{"city":"Lisbon"}');
    expect(received[0]?.body).toMatchObject({
      input: { text: 'hi' },
      output_format: 'json',
      output_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    });
  });

  it('rejects with the task, the text and the issues when the answer does not match the schema', async () => {
    const { call } = script('{"city":7}');
    const error = await rejectionOf(OutputError, call({ output: city }));
    expect(error).toMatchObject({ name: 'OutputError', code: 'output', taskId, isRetryable: false });
    expect(error.task).toMatchObject({ id: taskId, status: 'completed' });
    expect(error.text).toBe('{"city":7}');
    expect(error.issues).toMatchObject([{ path: ['city'] }]);
  });

  it('sends nothing when the schema cannot be converted to JSON Schema', async () => {
    const { call, received } = script('{}');
    const error = await rejectionOf(ConfigurationError, call({ output: z.object({ at: z.date() }) }));
    expect(error).toMatchObject({ option: 'output', cause: expect.any(Error) });
    expect(received).toEqual([]);
  });
});

describe('output of many tasks', () => {
  it('is parsed for each task of runMany, and a mismatch is the outcome of its item', async () => {
    const answers = ['{"city":"Lisbon"}', '{"city":7}', '{"city":"Oslo"}'];
    const { mock, xpander } = mockedClient({ agents: { [agentId]: ({ text }) => answers[Number(text)] ?? '' } });
    for (const via of ['poll', 'stream'] as const) {
      const cities: (string | undefined)[] = [];
      const errors: unknown[] = [];
      for await (const { index, task: done, error } of xpander
        .agent(agentId)
        .runMany(['0', '1', '2'], { output: city, via })) {
        cities[index] = done?.output.city;
        errors[index] = error;
      }
      expect(cities).toEqual(['Lisbon', undefined, 'Oslo']);
      expect(errors).toEqual([undefined, expect.any(OutputError), undefined]);
    }
    const posts = postsTo(mock);
    expect(posts).toHaveLength(6);
    for (const { body } of posts) expect(body).toMatchObject({ output_format: 'json', output_schema: {} });
  });

  it('is rejected with detail: "summary", which may lack a part of the answer', async () => {
    const { xpander, received } = clientAnswering([task('completed')]);
    const options = { output: city, detail: 'summary' } as { output: typeof city };
    const error = await rejectionOf(ConfigurationError, collect(xpander.agents.runMany(agentId, ['a'], options)));
    expect(error).toMatchObject({ option: 'output', hint: 'Leave one of them out' });
    expect(received).toEqual([]);
  });

  it('is rejected by waitAll, whose tasks were started elsewhere', async () => {
    const { xpander } = clientAnswering([task('completed')]);
    const error = await rejectionOf(
      ConfigurationError,
      collect(xpander.tasks.waitAll([taskId], { output: city } as object)),
    );
    expect(error.option).toBe('output');
  });
});

describe('tasks.wait with output', () => {
  it('parses the answer of a run that another process started', async () => {
    const { xpander } = clientAnswering([task('completed', { result: '{"city":"Lisbon"}' })]);
    const { output } = await xpander.tasks.wait(taskId, { output: city });
    expect(output.city).toBe('Lisbon');
  });

  it('parses the answer of a task that has ended already, without a request', async () => {
    const { xpander, received } = clientAnswering([task('failed')]);
    const ended = { ...completed('{"city":"Lisbon"}'), input: {} };
    expect((await xpander.tasks.wait(ended, { output: city })).output).toEqual({ city: 'Lisbon' });
    expect(received).toEqual([]);
  });
});

describe.each(Object.entries(schemas))('a schema of %s', (_, schema) => {
  it('is sent to the agent as JSON Schema', async () => {
    const { xpander, received } = clientAnswering([task('completed', { result: '{"city":"Oslo"}' })]);
    await xpander.agents.invoke(agentId, 'hi', { output: schema });
    expect(received[0]?.body).toMatchObject({
      output_schema: {
        type: 'object',
        properties: { city: { type: 'string', minLength: 1 } },
        required: ['city'],
      },
    });
  });

  it('validates the answer', async () => {
    expect(await parseOutput(completed('{"city":"Oslo"}'), schema)).toEqual({ city: 'Oslo' });
    const error = await rejectionOf(OutputError, parseOutput(completed('{"city":7}'), schema));
    expect(error.issues).toHaveLength(1);
    expect(error.issues[0]?.message).toMatch(/./);
  });
});

describe('validators', () => {
  it('may transform the value, and may be asynchronous', async () => {
    const later = city
      .transform(async ({ city: name }) => name.length)
      .refine(async (length) => length > 2, 'The name is too short');
    expect(await parseOutput(completed('{"city":"Oslo"}'), later)).toBe(4);
    const error = await rejectionOf(OutputError, parseOutput(completed('{"city":"Ba"}'), later));
    expect(error.issues).toEqual([{ message: 'The name is too short', path: [] }]);
  });

  it('may throw or reject: the error becomes the cause', async () => {
    const boom = new Error('boom');
    const throwing = jsonSchema({}, () => {
      throw boom;
    });
    const rejecting = jsonSchema({}, async () => Promise.reject(boom));
    for (const schema of [throwing, rejecting]) {
      const error = await rejectionOf(OutputError, parseOutput(completed('{}'), schema));
      expect(error.cause).toBe(boom);
      expect(error.issues).toEqual([{ message: 'boom', path: [] }]);
    }
  });

  it('are called as methods, with the value as the only argument', async () => {
    const seen: unknown[] = [];
    const schema: OutputSchema<string> = {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate(...args) {
          seen.push(this, args);
          return { value: 'ok' };
        },
        jsonSchema: { input: () => ({}) },
      },
    };
    await parseOutput(completed('7'), schema);
    expect(seen).toEqual([schema['~standard'], [7]]);
  });

  it('report the path of an issue as plain keys, without the value', async () => {
    const list = toStandardJsonSchema(v.object({ cities: v.array(v.object({ name: v.string() })) }));
    const answer = completed('{"cities":[{"name":"Oslo"},{"name":{"secret":"s3"}}]}');
    const { issues } = await rejectionOf(OutputError, parseOutput(answer, list));
    expect(issues).toEqual([{ message: expect.any(String), path: ['cities', 1, 'name'] }]);
  });

  it('may report issues without a path, or with symbols in the path', async () => {
    const issues = [{ message: 'wrong' }, { message: 'odd', path: [Symbol('secret'), { key: Symbol.iterator }, 0] }];
    const schema: OutputSchema<string> = {
      '~standard': { version: 1, vendor: 'test', validate: () => ({ issues }), jsonSchema: { input: () => ({}) } },
    };
    const error = await rejectionOf(OutputError, parseOutput(completed('7'), schema));
    expect(error.issues).toEqual([
      { message: 'wrong', path: [] },
      { message: 'odd', path: ['Symbol(secret)', 'Symbol(Symbol.iterator)', 0] },
    ]);
  });

  it('that never settle end at once with an abort', async () => {
    const { xpander } = clientAnswering([task('completed', { result: '{}' })]);
    const controller = new AbortController();
    const reason = new Error('enough');
    const output = jsonSchema({}, () => {
      controller.abort(reason);
      return new Promise<never>(() => undefined);
    });
    expect(await rejection(xpander.agents.run(agentId, 'hi', { output, signal: controller.signal }))).toBe(reason);
    const streamed = clientAnswering([
      events({ type: 'task_finished', task_id: taskId, data: completed('{}') }),
    ]).xpander.agents.stream(agentId, 'hi', {
      output: jsonSchema({}, () => {
        streamed.abort(reason);
        return new Promise<never>(() => undefined);
      }),
    });
    expect(await rejection(streamed.finalTask())).toBe(reason);
  });

  it('are called once for a stream, even if finalTask is called again', async () => {
    let times = 0;
    const output = jsonSchema({}, () => {
      times += 1;
    });
    const { xpander } = clientAnswering([events({ type: 'task_finished', task_id: taskId, data: completed('{}') })]);
    const stream = xpander.agents.stream(agentId, 'hi', { output });
    for await (const event of stream) expect(event.type).toBe('task_finished');
    await Promise.all([stream.finalTask(), stream.finalTask()]);
    expect(times).toBe(1);
  });
});

describe('a stream with output', () => {
  it('yields its text in pieces, and rejects at its end when the answer does not match the schema', async () => {
    const { xpander } = clientAnswering([
      events(
        { type: 'chunk', task_id: taskId, data: '{"city"' },
        { type: 'chunk', task_id: taskId, data: ':7}' },
        { type: 'task_finished', task_id: taskId, data: completed('{"city":7}') },
      ),
    ]);
    const pieces: string[] = [];
    const read = async (): Promise<void> => {
      for await (const text of xpander.agents.stream(agentId, 'hi', { output: city }).textStream()) pieces.push(text);
    };
    expect(await rejection(read())).toBeInstanceOf(OutputError);
    expect(pieces.join('')).toBe('{"city":7}');
  });
});

const fenced = (text: string): string => `\`\`\`json\n${text}\n\`\`\``;

describe('the answer of an agent', () => {
  it.each([
    ['JSON alone', '{"city":"Oslo"}'],
    ['JSON with white space and a byte order mark', '\uFEFF \n{"city":"Oslo"}\n\n'],
    ['a fenced block', fenced('{"city":"Oslo"}')],
    ['a fenced block over several lines', fenced('{\n  "city":\n    "Oslo"\n}')],
    ['a fenced block without a language', '```\n{"city":"Oslo"}\n```'],
    ['a fenced block with CRLF', '```json\r\n{"city":"Oslo"}\r\n```\r\n'],
    ['a fenced block of tildes', '~~~~ JSON\n{"city":"Oslo"}\n~~~~'],
    ['a fenced block in a list', 'Here:\n  - \n    ```json\n    {"city":"Oslo"}\n    ```'],
    ['a fenced block with text around it', `Sure! Here it is:\n\n${fenced('{"city":"Oslo"}')}\n\nAnything else?`],
    ['a fenced block among others that are not JSON', `\`\`\`py\nprint(1\n\`\`\`\n${fenced('{"city":"Oslo"}')}`],
    ['a fenced block that ends with the text', 'Here:\n```json\n{"city":"Oslo"}'],
    ['a fenced block whose end has white space after it', '```json\n{"city":"Oslo"}\n``` \t\nMore?'],
    ['a longer fence around a shorter one', '````json\n{"city":"Oslo"}\n````'],
  ])('may be %s', async (_, result) => {
    expect(await parseOutput(completed(result), city)).toEqual({ city: 'Oslo' });
  });

  it('may be an object instead of JSON text', async () => {
    expect(await parseOutput(completed({ city: 'Oslo' }), city)).toEqual({ city: 'Oslo' });
    const error = await rejectionOf(OutputError, parseOutput(completed({ city: 7 }), city));
    expect(error.text).toBe('{"city":7}');
  });

  it.each([
    ['null', z.null(), null],
    ['false', z.boolean(), false],
    ['0', z.number(), 0],
    ['"Oslo"', z.string(), 'Oslo'],
    ['"a ```b``` c"', z.string(), 'a ```b``` c'],
  ])('may be the JSON value %s', async (result, schema: OutputSchema<unknown>, value) => {
    expect(await parseOutput(completed(result), schema)).toBe(value);
  });

  it.each([
    ['null', null],
    ['undefined', undefined],
    ['empty', ''],
    ['prose', 'The city is Oslo.'],
    ['JSON within prose', 'The answer is {"city":"Oslo"}.'],
    ['truncated JSON', '{"city":"Os'],
    ['a truncated block', '```json\n{"city":"Os'],
    ['two JSON blocks', `${fenced('{"city":"Oslo"}')}\nor\n${fenced('{"city":"Rome"}')}`],
    ['fence marks within a line, followed by JSON', 'See ~~~ below:\n{"city":"Oslo"}'],
    ['a block with text after its closing marks', '```json\n{"city":"Oslo"}\n```, she said'],
    ['a block with a line break in a string', fenced('{"city":"Os\nlo"}')],
    ['a block within a line', 'It is ```{"city":"Oslo"}``` I think'],
  ])('is rejected when it is %s', async (_, result) => {
    const error = await rejectionOf(OutputError, parseOutput(completed(result), city));
    expect(error.text).toBe(result ?? '');
    expect(error.issues).toHaveLength(1);
  });

  it('is the JSON of its fenced block, whatever text surrounds it', async () => {
    const prose = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '{', '"', '.', '#') });
    const property = fc.asyncProperty(fc.jsonValue(), prose, prose, async (value, before, after) => {
      const result = `${before}\n${fenced(JSON.stringify(value, null, 2))}\n${after}`;
      const expected: unknown = JSON.parse(JSON.stringify(value));
      expect(await parseOutput(completed(result), jsonSchema({}))).toEqual(expected);
    });
    await fc.assert(property, { seed: 20_261_122, numRuns: 300 });
  });

  it('cannot pollute Object.prototype', async () => {
    const open = jsonSchema<Record<string, unknown>>({});
    const value = await parseOutput(completed('{"__proto__":{"polluted":true}}'), open);
    expect(Object.hasOwn(value, '__proto__')).toBe(true);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('parseOutput', () => {
  it('accepts a task from another process', async () => {
    const stored = JSON.stringify(completed('{"city":"Oslo"}'));
    expect(await parseOutput(JSON.parse(stored), city)).toEqual({ city: 'Oslo' });
  });

  it('rejects a value that is not a schema', async () => {
    const error = await rejectionOf(ConfigurationError, parseOutput(completed('{}'), { type: 'object' } as never));
    expect(error).toMatchObject({ option: 'output', hint: expect.stringContaining('jsonSchema(') });
  });

  it('rejects a failed task and a task that has not ended', async () => {
    expect(await rejection(parseOutput({ id: taskId, status: 'error' }, city))).toBeInstanceOf(TaskFailedError);
    for (const status of ['executing', 'paused', null]) {
      const error = await rejectionOf(ConfigurationError, parseOutput({ id: taskId, status }, city));
      expect(error.message).toBe('task: has not ended. Wait for it first: `tasks.wait(task)`');
      expect(error).toMatchObject({ option: 'task', hint: expect.stringContaining('tasks.wait') });
    }
  });
});

describe('the option output', () => {
  const { xpander, received } = clientAnswering([json({})]);
  const run = (output: unknown, request: object = {}): Promise<unknown> =>
    xpander.agents.run(agentId, { input: 'hi', ...request }, { output: output as OutputSchema<unknown> });

  it.each([
    ['a number', 7, 'must be a schema; got 7'],
    ['a plain JSON Schema', plainSchema, 'must be a schema; got an object'],
    [
      'a validator without a JSON Schema',
      { '~standard': { version: 1, vendor: 'old', validate: () => ({ value: 1 }) } },
      'does not provide its JSON Schema',
    ],
    ['a plain valibot schema', v.object({ city: v.string() }), 'does not provide its JSON Schema'],
    ['a schema with a cycle', cyclic(), 'cannot be converted to JSON Schema'],
  ])('rejects %s', async (_, output, problem) => {
    const error = await rejectionOf(ConfigurationError, run(output));
    expect(error.option).toBe('output');
    expect(error.message).toContain(problem);
    expect(error.hint).not.toBe('');
    expect(received).toEqual([]);
  });

  it.each([
    ['zod/mini', mini.z.object({ city: mini.z.string() }), 'z.toJSONSchema(schema)'],
    ['zod 3', z3.object({ city: z3.string() }), 'zodToJsonSchema(schema)'],
    ['zod before 3.24', { ...z3.object({ city: z3.string() }), '~standard': undefined }, 'zodToJsonSchema(schema)'],
  ])('rejects a schema of %s, and shows the line that works', async (_, schema, words) => {
    const error = await rejectionOf(ConfigurationError, run(schema));
    expect(error.message).toContain('output: does not provide its JSON Schema. Pass');
    expect(error.hint).toContain(words);
    expect(received).toEqual([]);
  });

  it.each([
    ['zod/mini', mini.z.object({ city: mini.z.string() })],
    ['zod 3', z3.object({ city: z3.string() })],
  ])('accepts what the line for %s returns', async (_, schema) => {
    const { hint } = await rejectionOf(ConfigurationError, run(schema));
    const line = /`(.*)`/.exec(hint)?.[1];
    const evaluate = new Function('schema', 'z', 'jsonSchema', 'zodToJsonSchema', `return ${line}`);
    const output = evaluate(schema, mini.z, jsonSchema, zodToJsonSchema) as OutputSchema<City>;
    const { xpander: another, received: sent } = clientAnswering([
      task('completed', { result: '{"city":"Oslo"}' }),
      task('completed', { result: '{"city":7}' }),
    ]);
    expect((await another.agents.invoke(agentId, 'hi', { output })).output).toEqual({ city: 'Oslo' });
    expect(sent[0]?.body).toMatchObject({
      output_schema: { type: 'object', properties: { city: { type: 'string' } } },
    });
    await rejectionOf(OutputError, another.agents.invoke(agentId, 'hi', { output }));
  });

  it('cannot be combined with another schema or format in the request', async () => {
    expect(await rejectionOf(ConfigurationError, run(city, { output_schema: {} }))).toMatchObject({
      option: 'output_schema',
    });
    expect(await rejectionOf(ConfigurationError, run(city, { output_format: 'text' }))).toMatchObject({
      option: 'output_format',
    });
    expect(received).toEqual([]);
  });

  it('can be combined with a request that has the same format and no schema', async () => {
    const { xpander: other, received: sent } = clientAnswering([task('completed', { result: '{"city":"Oslo"}' })]);
    const request = { input: 'hi', output_format: 'json', output_schema: null } as const;
    await other.agents.invoke(agentId, request, { output: city });
    expect(sent[0]?.body).toMatchObject({ output_format: 'json', output_schema: { type: 'object' } });
  });

  it('is rejected as a default of an agent, and by invokeAsync, which does not wait', async () => {
    expect(() => xpander.agent(agentId, { output: city } as object)).toThrow(ConfigurationError);
    const error = await rejection(xpander.agents.invokeAsync(agentId, 'hi', { output: city } as object));
    expect(error).toMatchObject({ option: 'output' });
  });

  it('has no effect when it is undefined', async () => {
    const { xpander: other, received: sent } = clientAnswering([task('completed', { result: 'Oslo' })]);
    const done = await other.agents.invoke(agentId, 'hi', { output: undefined } as object);
    expect('output' in done).toBe(false);
    expect(sent[0]?.body).toEqual({ input: { text: 'hi' } });
  });
});

function cyclic(): OutputSchema<unknown> {
  const schema: Record<string, unknown> = {};
  schema.self = schema;
  return jsonSchema(schema);
}

it('jsonSchema throws for a value that is not a schema', () => {
  expect(() => jsonSchema('object' as never)).toThrow(ConfigurationError);
});

it('an OutputError shows no content when it is printed', async () => {
  const answer = completed('{"city":{"secret":"s3cr3t"}}');
  const picky = jsonSchema({}, () => {
    throw new Error('bad value s3cr3t');
  });
  const error = await rejectionOf(OutputError, parseOutput(answer, city));
  expect(inspect(error, { depth: Number.POSITIVE_INFINITY })).not.toContain('s3cr3t');
  expect(JSON.stringify(error)).not.toContain('s3cr3t');
  const hidden = await rejectionOf(OutputError, parseOutput(answer, picky));
  expect(hidden.message).not.toContain('s3cr3t');
});
