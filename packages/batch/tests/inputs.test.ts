import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BatchInputError, type BatchItems, csv, jsonl, textLines } from '../src/index.ts';
import { api, newFileBatch, rejection, temporaryFolder } from './support.ts';

function file(content: string | Uint8Array): string {
  const path = join(temporaryFolder(), 'input');
  writeFileSync(path, content);
  return path;
}

/** The texts that the agent runs for an input, by key. */
async function ran(items: BatchItems): Promise<[string, string][]> {
  const { xpander } = api({ answer: async ({ text }) => text });
  const { batch } = await newFileBatch(xpander);
  await batch.add(items);
  await batch.work({ concurrency: 1 });
  const all: [string, string][] = [];
  for await (const { key, result } of batch.results()) all.push([key, result ?? '']);
  return all;
}

async function mistake(items: BatchItems): Promise<Error & Record<string, unknown>> {
  const { xpander } = api();
  const { batch } = await newFileBatch(xpander);
  const error = await rejection(batch.add(items));
  expect(await batch.progress()).toMatchObject({ waiting: 0 });
  return error;
}

describe('jsonl', () => {
  it('reads texts, requests and items with keys, and leaves out blank lines', async () => {
    const lines = [
      '"one"',
      '',
      '{"input":{"text":"two"}}',
      '  ',
      '{"key":"k","request":"three"}',
      '{"request":{"input":"four"}}',
    ];
    expect(await ran(jsonl(file(lines.join('\n'))))).toEqual([
      ['0', 'one'],
      ['1', 'two'],
      ['k', 'three'],
      ['3', 'four'],
    ]);
  });

  it('reads a byte order mark, CRLF, and separators of Unicode inside a text', async () => {
    expect(await ran(jsonl(file('\ufeff"a\u2028b"\r\n"c\u0085d"\r\n')))).toEqual([
      ['0', 'a\u2028b'],
      ['1', 'c\u0085d'],
    ]);
  });

  it('can be added twice', async () => {
    const { xpander } = api();
    const { batch } = await newFileBatch(xpander);
    const items = jsonl(file('"a"\n"b"\n'));
    expect([await batch.add(items), await batch.add(items)]).toEqual([
      { added: 2, known: 0 },
      { added: 0, known: 2 },
    ]);
  });

  it.each([
    ['a missing comma', '"fine"\n{"input": {"text": "a"} "id": 1}', 2, 25],
    ['a text without an end', '"fine"\n\n"abc', 3, 1],
    ['a word', 'hello', 1, 1],
    ['a comma at the end', '{"input":"a",}', 1, 14],
  ])('names file, line and column of %s', async (_, content, line, column) => {
    const path = file(content);
    const error = await mistake(jsonl(path));
    expect(error).toBeInstanceOf(BatchInputError);
    expect(error).toMatchObject({ code: 'batch_input', file: path, line, column });
    expect(error.message).toContain(`${path}, line ${line}, column ${column}: `);
  });

  it('names the line of a value that is no item', async () => {
    const path = file('"a"\n\n{"text":"b"}\n');
    expect(await mistake(jsonl(path))).toMatchObject({ file: path, line: 3 });
  });

  it('names both lines of a key that stands twice', async () => {
    const path = file('{"key":"a","request":"1"}\n\n{"key":"b","request":"2"}\n{"key":"a","request":"3"}\n');
    const error = await mistake(jsonl(path));
    expect(error).toMatchObject({ file: path, line: 4 });
    expect(error.message).toMatch(/in lines 1 and 4/);
  });

  it('names the line of an item that has changed since it was run', async () => {
    const { xpander } = api();
    const { batch } = await newFileBatch(xpander);
    await batch.add(jsonl(file('"a"\n\n"b"\n')));
    await batch.work();
    const path = file('"a"\n\n"c"\n"d"\n');
    const error = await rejection(batch.add(jsonl(path)));
    expect(error).toMatchObject({ code: 'batch_input', file: path, line: 3 });
    expect(await batch.progress()).toMatchObject({ waiting: 0, completed: 2 });
  });

  it('names the file that does not exist', async () => {
    const path = join(temporaryFolder(), 'none.jsonl');
    for (const items of [jsonl(path), csv(path, 'x'), textLines(path)])
      expect(await mistake(items)).toMatchObject({
        code: 'batch_input',
        file: path,
        message: expect.stringContaining('no such file'),
      });
  });

  it('names the line that is not UTF-8', async () => {
    const path = file(Buffer.concat([Buffer.from('"a"\n"'), Buffer.from([0xff]), Buffer.from('"\n')]));
    expect(await mistake(jsonl(path))).toMatchObject({
      file: path,
      line: 2,
      message: expect.stringContaining('UTF-8'),
    });
  });
});

describe('textLines', () => {
  it('makes an item of each line that is not blank', async () => {
    expect(await ran(textLines(file('one\r\n\ntwo\nthree')))).toEqual([
      ['0', 'one'],
      ['1', 'two'],
      ['2', 'three'],
    ]);
  });
});

describe('csv', () => {
  it('fills the template, with quotes and line feeds inside values', async () => {
    const path = file('id,text\n7,"Good, ""really""\ngood"\n8,Bad\n');
    expect(await ran(csv(path, '{{ id }}: {{text}}!', { key: 'id' }))).toEqual([
      ['7', '7: Good, "really"\ngood!'],
      ['8', '8: Bad!'],
    ]);
  });

  it('takes a function of the row, and another delimiter', async () => {
    const path = file('\ufeffname;city\r\nDana;Oslo\r\n');
    const template = ({ name = '', city = '' }) => ({
      key: name,
      request: { input: { text: `Greet ${name} in ${city}` } },
    });
    expect(await ran(csv(path, template, { delimiter: ';' }))).toEqual([['Dana', 'Greet Dana in Oslo']]);
  });

  it.each([
    ['a quote that does not end', 'a,b\n1,"2\n', /quote/i],
    ['a row with too many values', 'a,b\n1,2\n\n3,4,5\n', /columns|length/i],
  ])('names file and line of %s', async (_, content, pattern) => {
    const path = file(content);
    const error = await mistake(csv(path, '{{a}}'));
    expect(error).toMatchObject({ code: 'batch_input', file: path, line: expect.any(Number) });
    expect(error.message).toMatch(pattern);
  });

  it('names the line where a row begins', async () => {
    const path = file('id,text\n1,"a\nb\nc"\n\n1,d\n');
    const error = await mistake(csv(path, '{{text}}', { key: 'id' }));
    expect(error.message).toMatch(/in lines 2 and 6/);
  });

  it('names a column that the file does not have, and those that it has', async () => {
    const path = file('id,text\n1,a\n');
    const error = await mistake(csv(path, 'Sum up {{txt}}'));
    expect(error).toMatchObject({ file: path, line: 2 });
    expect(error.message).toMatch(/"txt".*"id", "text"/);
  });

  it.each([
    ['template', () => csv('x', '')],
    ['key1', () => csv('x', 'y', { key1: 'z' } as never)],
    ['path', () => csv('', 'y')],
    ['path', () => jsonl(undefined as never)],
  ])('names the argument %s if it is invalid', (option, call) => {
    expect(call).toThrow(expect.objectContaining({ code: 'configuration', option }));
  });
});
